"""A comparison of groups as text for people and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.evaluation.listing import Shown
from app.evaluation.measures import figures_document, share_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.evaluation.grouping.comparison import GroupingComparison
    from app.evaluation.grouping.marked import MarkedReport
    from app.evaluation.shares import Share

_NAMES = 44  # width of the column


def as_json(of: GroupingComparison, shown: Shown) -> dict[str, Any]:
    """The figures, and the pairs that are wrong if wanted; with NONE no word of an article."""
    document: dict[str, Any] = {
        "articles": of.articles,
        "reports": of.reports,
        "utterances": of.utterances,
        "several": of.several,
        "b_cubed": {
            "precision": round(of.precision, 4),
            "recall": round(of.recall, 4),
            "f1": round(of.f1, 4),
        },
        "joined": share_document(of.joined),
        "kept_apart": share_document(of.kept_apart),
        "days_apart": share_document(of.days_apart),
        "by_printing": {name: share_document(share) for name, share in of.by_printing},
        "differences": {kind.value: figures_document(each) for kind, each in of.by_difference},
    }
    if shown is Shown.NONE:
        return document
    return document | {"wrong": _pairs(of.wrong), "missed": _pairs(of.missed)}


def as_text(of: GroupingComparison, shown: Shown) -> str:
    """The figures, then the pairs that were wrongly joined and those that were missed."""
    lines = [
        (
            f"{of.articles} articles, {of.reports} marked statements, {of.utterances} utterances,"
            f" {of.several} of them with several reports"
        ),
        "",
        f"{'B-cubed: precision, recall, F1':<{_NAMES}}"
        + "  ".join(f"{value:.3f}" for value in (of.precision, of.recall, of.f1)),
        _line("grouped pairs that are of one utterance", of.joined),
        _line("pairs that could be mixed up: kept apart", of.kept_apart),
        _line("  said on two days", of.days_apart),
        "",
        "reports that are with one of their own, by how they are printed",
        *(_line(f"  {name}", share) for name, share in of.by_printing),
        "",
        f"{'utterances whose reports differ':<{_NAMES}}precision, recall",
        *(
            f"{_line(f'  {kind.value}', each.precision)}  {_counted(each.recall)}"
            for kind, each in of.by_difference
        ),
    ]
    if shown is not Shown.NONE:
        lines += ["", "wrongly joined", *_listed(of.wrong), "", "missed", *_listed(of.missed)]
    return "\n".join(lines)


def _line(name: str, share: Share) -> str:
    return f"{name:<{_NAMES}}{_counted(share)}"


def _counted(share: Share) -> str:
    value = "-" if share.value is None else f"{share.value:.3f}"
    return f"{value}  ({share.right} of {share.of})"


def _listed(pairs: Iterable[tuple[MarkedReport, MarkedReport]]) -> Iterator[str]:
    for one, other in pairs:
        yield f"  {one.report.actor}: {one.utterance} | {other.utterance}"
        for each in (one, other):
            place = f"{each.file}, {each.day or 'day not told'}, {each.printed}"
            yield f"    {place}: {each.report.words}"


def _pairs(pairs: Iterable[tuple[MarkedReport, MarkedReport]]) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "file": each.file,
                "actor": each.report.actor,
                "utterance": each.utterance,
                "printed": each.printed,
                "said_on": each.day,
                "words": each.report.words,
            }
            for each in pair
        ]
        for pair in pairs
    ]
