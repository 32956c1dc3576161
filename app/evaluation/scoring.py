"""Scores: what was found, what was missed, what was invented.

A marked statement is *found* when a prediction's content overlaps its own by 0.8 (intersection
over union of characters, all spans) and has the right actor; one to one, best overlap first. A
prediction is *right* when it was so assigned. *Span only* leaves the actor out, *exact* asks for
the very same spans with the right actor. A position is right when the found statement carries one
on the gold's issue with its stance and its holder; an *inversion* is supports for opposes or the
reverse, also where the actor was wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.statements import StatementKind
from app.evaluation.comparison import Comparison
from app.evaluation.scores import Evaluation, Figures, Share, SpeakerClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.extraction import Extraction
    from app.evaluation.gold import Gold, GoldStatement
    from app.evaluation.scores import Extra, Forbidden, Prediction, Verdict


def score(gold: Gold, extractions: Sequence[Extraction], actors: ActorDirectory) -> Evaluation:
    """The scores of extractions, one for each of the gold's articles in its order.

    Raises ValueError when there are not as many, or when an extraction's clean text is not its
    article's body without some characters.
    """
    verdicts: list[Verdict] = []
    extras: list[Extra] = []
    forbidden: list[Forbidden] = []
    predicted: list[Prediction] = []
    exact = span_only = 0
    right: list[tuple[Prediction, GoldStatement]] = []
    for article, extraction in zip(gold.articles, extractions, strict=True):
        one = Comparison(gold.issue, article, extraction, actors)
        verdicts += one.verdicts()
        extras += one.extras()
        forbidden += one.forbidden()
        predicted += one.predictions
        exact += len(one.exact)
        span_only += len(one.by_span)
        right += [
            (one.predictions[found], article.statements[number])
            for number, found in one.found.items()
        ]
    of_found = [each for verdict in verdicts if verdict.found for each in verdict.positions]
    correct = [each for each in of_found if each.right]
    total = len(predicted)
    return Evaluation(
        issue=gold.issue,
        extractor=extractions[0].extractor if extractions else "",
        files=tuple(article.file for article in gold.articles),
        overall=Figures(Share(len(right), total), _share(v.found for v in verdicts)),
        by_kind=tuple(
            (kind, _figures_of(kind, verdicts, predicted, right)) for kind in StatementKind
        ),
        by_speaker=tuple(
            (speaker, _share(v.found for v in verdicts if v.speaker is speaker))
            for speaker in SpeakerClass
        ),
        span_only=Figures(Share(span_only, total), Share(span_only, len(verdicts))),
        exact=Figures(Share(exact, total), Share(exact, len(verdicts))),
        exact_by_kind=tuple(
            (kind, _share(v.exact for v in verdicts if v.marked.kind is kind))
            for kind in StatementKind
        ),
        kind_right=_share(prediction.statement.kind is marked.kind for prediction, marked in right),
        positions=Share(len(correct), sum(len(v.positions) for v in verdicts)),
        positions_of_found=Share(len(correct), len(of_found)),
        asserters=_share(each.asserter_right for each in correct),
        further_positions=sum(len(v.further_positions) for v in verdicts),
        inversions=sum(len(v.inversions) for v in verdicts),
        forbidden=tuple(forbidden),
        verdicts=tuple(verdicts),
        extras=tuple(extras),
    )


def _share(right: Iterable[bool]) -> Share:
    values = list(right)
    return Share(sum(values), len(values))


def _figures_of(
    kind: StatementKind,
    verdicts: list[Verdict],
    predicted: list[Prediction],
    right: list[tuple[Prediction, GoldStatement]],
) -> Figures:
    of_kind = sum(prediction.statement.kind is kind for prediction in predicted)
    correct = sum(prediction.statement.kind is kind for prediction, _ in right)
    recall = _share(verdict.found for verdict in verdicts if verdict.marked.kind is kind)
    return Figures(Share(correct, of_kind), recall)
