"""Scores: what was found, what was missed, what was invented.

A marked statement is *found* when a prediction's content overlaps its own by 0.8 (intersection
over union of characters, all spans) and has the right actor; one to one, best overlap first. A
prediction is *right* when it was so assigned. *Span only* leaves the actor out, *exact* asks for
the very same spans. A position is right when the found statement carries one on the gold's issue
with its stance and its holder; an *inversion* is supports for opposes or the reverse, also where
the actor was wrong.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.domain.statements import StatementKind
from app.evaluation.comparison import Comparison
from app.evaluation.gold import constructions
from app.evaluation.matching import SAME_CONTENT
from app.evaluation.reliability import Reliability
from app.evaluation.scores import Agreement, Evaluation, Outcome, Quotations, SpeakerClass
from app.evaluation.shares import Figures, Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.extraction import Extraction
    from app.evaluation.gold import Gold
    from app.evaluation.scores import Verdict

# These name nobody: whom they stand for has to be found elsewhere in the article.
_STAND_INS = frozenset({SpeakerClass.PRONOUN, SpeakerClass.ROLE})


def score(gold: Gold, extractions: Sequence[Extraction], actors: ActorDirectory) -> Evaluation:
    """The scores of extractions, one for each of the gold's articles in its order.

    Raises ValueError when there are not as many, or when an extraction's clean text is not its
    article's body without some characters.
    """
    all_articles = [
        Comparison(gold.issue, article, extraction, actors)
        for article, extraction in zip(gold.articles, extractions, strict=True)
    ]
    verdicts = [verdict for one in all_articles for verdict in one.verdicts()]
    extras = tuple(extra for one in all_articles for extra in one.extras())
    judged = [each for one in all_articles for each in one.judged()]
    of_found = [each for verdict in verdicts if verdict.found for each in verdict.positions]
    correct = [each for each in of_found if each.right]
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    return Evaluation(
        issue=gold.issue,
        extractor=extractions[0].extractor if extractions else "",
        files=tuple(article.file for article in gold.articles),
        overall=_overall(all_articles),
        by_kind=tuple((kind, _of_kind(kind, all_articles)) for kind in StatementKind),
        by_speaker=_by_speaker((v.speaker, v.found) for v in verdicts),
        span_only=_sum(_matched(one, one.by_span) for one in all_articles),
        span_exact=_sum(_matched(one, one.span_exact) for one in all_articles),
        exact=_sum(_matched(one, one.exact) for one in all_articles),
        exact_by_kind=tuple(
            (kind, Share.of_all(v.exact for v in verdicts if v.marked.kind is kind))
            for kind in StatementKind
        ),
        kind_right=Share.of_all(
            one.predictions[found].statement.kind is one.article.statements[number].kind
            for one in all_articles
            for number, found in one.found.items()
        ),
        resolved=Share.of_all(v.resolved for v in verdicts if v.same_words),
        resolved_stand_ins=Share.of_all(
            v.resolved for v in verdicts if v.same_words and v.speaker in _STAND_INS
        ),
        resolved_by_speaker=_by_speaker((v.speaker, v.resolved) for v in verdicts if v.same_words),
        by_manner=_by_manner(all_articles),
        by_construction=_by_construction(verdicts),
        cues=_agreement(verdict.cue_fit for verdict in verdicts),
        sources=_agreement(verdict.source_fit for verdict in verdicts),
        quotations=Quotations(
            _sum(one.quotations(with_speaker=True) for one in all_articles),
            _sum(one.quotations(with_speaker=False) for one in all_articles),
        ),
        outcomes=tuple((outcome, outcomes[outcome]) for outcome in Outcome),
        invented=sum(extra.instead_of is None for extra in extras),
        reliability=Reliability.of([(confidence, right) for confidence, right, _ in judged]),
        reliability_of_actor=Reliability.of(
            [(confidence, actor) for confidence, _, actor in judged]
        ),
        positions=Share(len(correct), sum(len(v.positions) for v in verdicts)),
        positions_of_found=Share(len(correct), len(of_found)),
        asserters=Share.of_all(each.asserter_right for each in correct),
        further_positions=sum(len(v.further_positions) for v in verdicts),
        inversions=sum(len(v.inversions) for v in verdicts),
        forbidden=tuple(touched for one in all_articles for touched in one.forbidden()),
        verdicts=tuple(verdicts),
        extras=extras,
    )


def _matched(one: Comparison, matches: dict[int, int]) -> Figures:
    return Figures.of_matches(len(matches), len(one.predictions), len(one.article.statements))


def _overall(articles: Iterable[Comparison]) -> Figures:
    return _sum(_matched(one, one.found) for one in articles)


def _sum(figures: Iterable[Figures]) -> Figures:
    """The figures of all articles together (micro average)."""
    each = list(figures)
    return Figures(
        Share(sum(f.precision.right for f in each), sum(f.precision.of for f in each)),
        Share(sum(f.recall.right for f in each), sum(f.recall.of for f in each)),
    )


def _of_kind(kind: StatementKind, articles: Sequence[Comparison]) -> Figures:
    """Precision by the predicted kind, recall by the marked one."""
    return Figures(
        Share.of_all(
            number in one.right
            for one in articles
            for number, prediction in enumerate(one.predictions)
            if prediction.statement.kind is kind
        ),
        Share.of_all(
            number in one.found
            for one in articles
            for number, marked in enumerate(one.article.statements)
            if marked.kind is kind
        ),
    )


def _by_speaker(
    values: Iterable[tuple[SpeakerClass, bool]],
) -> tuple[tuple[SpeakerClass, Share], ...]:
    each = list(values)
    return tuple(
        (speaker, Share.of_all(right for of, right in each if of is speaker))
        for speaker in SpeakerClass
    )


def _by_manner(articles: Sequence[Comparison]) -> tuple[tuple[str, Figures], ...]:
    manners = sorted({one.article.manner for one in articles} - {""})
    return tuple(
        (manner, _overall(one for one in articles if one.article.manner == manner))
        for manner in manners
    )


def _by_construction(verdicts: Sequence[Verdict]) -> tuple[tuple[str, Share], ...]:
    """Recall by construction, the most frequent first; a statement may have several."""
    found: dict[str, list[bool]] = {}
    for verdict in verdicts:
        for construction in constructions(verdict.marked):
            found.setdefault(construction, []).append(verdict.found)
    shares = [(construction, Share.of_all(values)) for construction, values in found.items()]
    return tuple(sorted(shares, key=lambda each: (-each[1].of, each[0])))


def _agreement(fits: Iterable[float | None]) -> Agreement:
    marked = [fit for fit in fits if fit is not None]
    return Agreement(
        Share.of_all(fit >= SAME_CONTENT for fit in marked), Share.of_all(fit > 0 for fit in marked)
    )
