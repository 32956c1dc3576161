"""UtterancePage: what somebody said once, and every report of it beside the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.dates import DateBasis
from app.domain.queries import ComparisonQuery
from app.domain.spans import Span
from app.domain.statements import BREAK
from app.utterances.occasions import occasion_of
from app.views.alignment import ShownPiece, show_alignment
from app.views.cards import StatementCard, show_card
from app.views.chains import ChainView, show_chains
from app.views.dates import DateView, show_date, show_range
from app.views.differing import differences_of
from app.views.links import Link, utterance_address
from app.views.passages import Mark, Piece, cut
from app.views.share_head import Head, utterance_head
from app.views.stances import StanceView, show_stance
from app.views.wording import DIFFERENCE, MATCH, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.records import (
        ChainRecord,
        IssueRecord,
        StatementRecord,
        UtteranceRecord,
    )
    from app.domain.utterances import Difference, Match
    from app.utterances.differences import Explained


_TRUST = tuple(DateBasis)  # the order of trust, the surest first
# Where two reports share fewer of the shorter one's words than this, marking each word would
# strike out nearly everything.
_ALIGNED_FROM = 1 / 3
_CLOSING = frozenset(".,;:!?)]”’\"'")  # stands without a space before it


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a difference: who prints it, and its words with those in question marked."""

    report: Link  # by the name of the outlet
    reported_on: DateView
    kind: str
    pieces: tuple[Piece[bool], ...]
    stances: tuple[StanceView, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Differing:
    """A kind of difference in words, with the two versions that show it, where the words do."""

    words: str
    versions: tuple[Version, ...]
    more: int  # further pairs of reports that differ in the same


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report: its card, and its words laid against the representative's.

    Against those of an earlier report, if it has hardly any of them; ``same`` says so. ``pieces``
    is empty for the representative, and where nothing or hardly anything is the same.
    """

    card: StatementCard
    representative: bool
    pieces: tuple[ShownPiece, ...]
    same: str  # '31 of 34 words the same'


@dataclass(frozen=True, slots=True)
class UtterancePage:
    """All that /utterances/{id} shows. ``card`` is that of the representative."""

    title: str
    card: StatementCard
    said: DateView
    told: str  # which reports tell the day
    sentence: str
    first: str
    differences: tuple[Differing, ...]
    reports: tuple[ReportRow, ...]
    why: tuple[str, ...]
    chains: tuple[ChainView, ...]
    issue: Link
    proposition: str
    compare: str
    address: str
    json: str
    csv: str
    head: Head


def utterance_page(
    record: UtteranceRecord, issue: IssueRecord, chains: Iterable[ChainRecord] = ()
) -> UtterancePage:
    """The page of an utterance, with its positions on one issue."""
    slug = issue.issue.slug
    chosen = record.representative
    card = show_card(chosen, slug)
    by_id = {one.id: one for one in record.reports}
    address = utterance_address(record.id)
    said, told = _said(record)
    return UtterancePage(
        title=f"{chosen.actor.name}, {said.text}",
        card=card,
        said=said,
        told=told,
        sentence=reported(record),
        first=_first(record),
        differences=_differences(record, slug),
        reports=_rows(record, slug),
        why=tuple(_why(match, by_id) for match in binding(record)),
        chains=show_chains(chains, by_id),
        issue=Link(ComparisonQuery(issue=slug).address("/"), issue.issue.title),
        proposition=issue.issue.proposition,
        compare=ComparisonQuery(issue=slug, actors=(chosen.actor.slug,)).address(),
        address=address,
        json=f"{address}.json",
        csv=f"{address}.csv",
        head=utterance_head(chosen, slug, reported(record)),
    )


def _said(record: UtteranceRecord) -> tuple[DateView, str]:
    """The day said as the surest report tells it, and how many tell the same."""
    known = [one.said_on for one in record.reports if one.said_on.known]
    if not known:
        return show_date(record.representative.said_on), ""
    surest = min(known, key=lambda when: (when.guessed, not when.exact, _TRUST.index(when.basis)))
    if len(record.reports) < 2:
        return show_date(surest), show_date(surest).note
    same = sum(when.edtf == surest.edtf for when in known)
    other = len(known) - same
    told = f"so {same} of {counted(len(record.reports), 'report')}"
    return show_date(surest), f"{told}, {other} otherwise" if other else told


def reported(record: UtteranceRecord) -> str:
    """'Reported by 5 outlets in 6 articles, 2 copies not counted.'."""
    outlets = {one.article.outlet.slug for one in record.reports}
    articles = {one.article.id for one in record.reports}
    copies = sum(len(one.copies) for one in record.reports)
    found = f"Reported by {counted(len(outlets), 'outlet')} in {counted(len(articles), 'article')}"
    if len(record.reports) > len(articles):
        found += f", {len(record.reports)} times in all"
    if copies:
        found += f", {counted(copies, 'copy', 'copies')} not counted"
    return f"{found}."


def binding(record: UtteranceRecord) -> tuple[Match, ...]:
    """The fewest and best matches by which the reports hang together, the best first."""
    group = {one.id: {one.id} for one in record.reports}
    found = []
    for match in sorted(record.matches, key=lambda one: (-one.score, one.one, one.other)):
        one, other = group.get(match.one), group.get(match.other)
        if one is None or other is None or one is other:
            continue
        found.append(match)
        one |= other
        for member in other:
            group[member] = one
    return tuple(found)


def same_words(pieces: Iterable[ShownPiece]) -> tuple[int, int]:
    """How many words two reports share, and how many the shorter one has."""
    shared = one = other = 0
    for piece in pieces:
        if piece.kind == "same":
            shared += len(piece.text.split())
        one += len(piece.was.split())
        other += len(piece.text.split())
    return shared, max(shared, min(one, other))


def _first(record: UtteranceRecord) -> str:
    """Who reported it first of the articles read, when that can be told."""
    first = record.reports[0]
    when = show_date(first.reported_on)
    if len(record.reports) < 2:
        return ""
    if not when.known:
        return "Which report came first is not known."
    return f"First report found: {first.article.outlet.name}, {when.text}."


def _rows(record: UtteranceRecord, issue: str) -> tuple[ReportRow, ...]:
    chosen = record.representative
    likeness = {frozenset((match.one, match.other)): match.score for match in record.matches}
    rows = []
    for place, one in enumerate(record.reports):
        if one.id == chosen.id:
            rows.append(ReportRow(show_card(one, issue), representative=True, pieces=(), same=""))
            continue
        laid, base = _laid(chosen, one), None
        if not laid.alike:
            nearest = max(
                record.reports[:place],
                key=lambda other: likeness.get(frozenset((one.id, other.id)), 0.0),
                default=None,
            )
            nearer = _laid(nearest, one) if nearest else laid
            if nearer.alike:
                laid, base = nearer, nearest
        different = any(piece.kind != "same" for piece in laid.pieces)
        rows.append(
            ReportRow(
                card=show_card(one, issue),
                representative=False,
                pieces=spaced(laid.pieces) if different and laid.alike else (),
                same=_same(laid, base),
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A report laid against another, and how many of the shorter one's words are the same."""

    pieces: tuple[ShownPiece, ...]
    shared: int
    whole: int

    @property
    def share(self) -> float:
        """Of the shorter one's words."""
        return self.shared / self.whole if self.whole else 0.0

    @property
    def alike(self) -> bool:
        """Whether marking each word would leave anything to read."""
        return self.share >= _ALIGNED_FROM


def _laid(base: StatementRecord, one: StatementRecord) -> _Laid:
    pieces = show_alignment(_words(base), _words(one))
    return _Laid(pieces, *same_words(pieces))


def _same(laid: _Laid, base: StatementRecord | None) -> str:
    """'31 of 34 words the same', and as in which report, where that is not the representative."""
    found = f"{laid.shared} of {counted(laid.whole, 'word')} the same"
    if base is not None:
        return f"Laid against the report of {base.article.outlet.name}: {found}"
    return found if laid.alike else f"Other words, shown as printed; {found}"


def spaced(pieces: Iterable[ShownPiece]) -> tuple[ShownPiece, ...]:
    """The pieces with a space wherever words left out would stick to those beside them."""
    found: list[ShownPiece] = []
    for piece in pieces:
        before = (found[-1].text or found[-1].was) if found else ""
        was = "" if piece.kind == "same" else piece.was
        if was and before and not before[-1].isspace() and not was[0].isspace():
            was = f" {was}"
        if was and piece.text and not (was[-1].isspace() or piece.text[0].isspace()):
            was = f"{was} "
        if _sticks(found[-1] if found else None, piece):
            found[-1] = replace(found[-1], was=f"{found[-1].was} ")
        found.append(replace(piece, was=was) if was else piece)
    return tuple(found)


def _sticks(last: ShownPiece | None, piece: ShownPiece) -> bool:
    """Whether words left out would run into what is printed after them."""
    if last is None or last.text or not piece.text or last.was[-1:].isspace():
        return False
    return not piece.text[0].isspace() and piece.text[0] not in _CLOSING


def _words(one: StatementRecord) -> str:
    return BREAK.join(one.content_text)


def _differences(record: UtteranceRecord, issue: str) -> tuple[Differing, ...]:
    """Each kind of difference once, with the first pair of reports that shows it."""
    pairs: dict[Difference, list[Explained]] = {kind: [] for kind in record.differences}
    for found in differences_of(record):
        pairs[found.kind].append(found)
    by_id = {one.id: one for one in record.reports}
    shown = []
    for kind, cases in pairs.items():
        versions: tuple[Version, ...] = ()
        if cases:
            case = cases[0]
            versions = (
                _version(by_id[case.one], case.one_words, issue),
                _version(by_id[case.other], case.other_words, issue),
            )
        shown.append(Differing(DIFFERENCE[kind], versions, max(0, len(cases) - 1)))
    return tuple(shown)


def _version(one: StatementRecord, words: Span | None, issue: str) -> Version:
    card = show_card(one, issue)
    marks = [Mark(words, what=True)] if words else []
    return Version(
        report=Link(card.address, card.outlet),
        reported_on=card.reported_on,
        kind=card.kind,
        pieces=cut(card.words, Span(0, len(card.words)), marks),
        stances=tuple(
            show_stance(position.stance, position.confidence, one.confidence)
            for position in one.positions
            if position.issue == issue
        ),
        language=card.language,
    )


def _why(match: Match, by_id: Mapping[str, StatementRecord]) -> str:
    """Why two reports are taken for one, in a sentence."""
    one, other = by_id[match.one], by_id[match.other]
    shared, whole = same_words(show_alignment(_words(one), _words(other)))
    names = f"{one.article.outlet.name} and {other.article.outlet.name}"
    if one.article.outlet == other.article.outlet:
        names = f"Two reports of {one.article.outlet.name}"
    return (
        f"{names}: {MATCH[match.kind]}, {shared} of {counted(whole, 'word')} the same "
        f"(likeness {match.score:.2f}); {_days(one, other)}."
    )


def _days(one: StatementRecord, other: StatementRecord) -> str:
    """'both said 17 Dec 2025', or on which days both may have been said."""
    if one.said_on.exact and one.said_on.first == other.said_on.first and other.said_on.exact:
        return f"both said {show_date(one.said_on).text}"
    left = occasion_of(one.said_on, one.reported_on)
    right = occasion_of(other.said_on, other.reported_on)
    if left is None or right is None or not left.overlaps(right):
        return "of the day nothing more is known"
    first, last = max(left.first, right.first), min(left.last, right.last)
    return f"both may have been said {show_range(first, last)}"
