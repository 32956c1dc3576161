"""StatementPage: one statement with everything that lets a reader check it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.articles import ZoneRole
from app.domain.certainty import CERTAIN_FROM, SPEAKER_CERTAIN_FROM, speaker_certain
from app.domain.queries import ComparisonQuery
from app.domain.spans import Span
from app.views.cards import StatementCard, show_card
from app.views.chains import ChainView, show_chains
from app.views.links import Link, statement_address
from app.views.opinions import OpinionView, show_opinion
from app.views.passages import Mark, Piece, cut
from app.views.rules import plain
from app.views.share_head import Head, statement_head
from app.views.stances import StanceView, attribution_sureness, show_stance, sureness
from app.views.wording import DATE_BASIS, SPEAKER_BASIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.records import (
        ArticleRecord,
        ChainRecord,
        IssueRecord,
        PositionRecord,
        StatementRecord,
    )

# Where a sentence may end: a mark, perhaps closing quotation marks, then space and no small
# letter. Good enough to show a neighbour; statements themselves are cut by the parser.
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))[.!?…][\"'”’»)\]]*(?=\s+[^\sa-z])")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Deciding words: a letter to find them by, what they do and where they point.

    ``meaning`` follows "words that"; it is empty for a rule that has only its name.
    """

    letter: str
    words: str
    rule: str
    meaning: str
    points_to: StanceView


@dataclass(frozen=True, slots=True)
class Reason:
    """One position of the statement and the words that decided it.

    ``uncertain`` says why the stance is shown and counted as uncertain; empty when it is not.
    """

    second_hand: str | None
    stance: StanceView
    sureness: str
    uncertain: str
    evidence: tuple[Evidence, ...]
    review: tuple[str, ...]
    opinions: tuple[OpinionView, ...]


@dataclass(frozen=True, slots=True)
class PassageMark:
    """Why words are marked: as content, cue, source, antecedent or evidence."""

    layer: str
    letter: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """All that /statements/{id} shows."""

    title: str
    card: StatementCard
    reviewed_by: str  # the editor who decided what is shown; empty: the machine did
    before: str
    passage: tuple[Piece[PassageMark], ...]
    after: str
    reported_basis: str
    speaker_basis: str
    source_text: str | None
    antecedent_text: str | None
    cue_text: str | None
    attribution_sureness: str
    reasons: tuple[str, ...]
    positions: tuple[Reason, ...]
    chains: tuple[ChainView, ...]
    superseded: bool
    newer: str | None  # where the same words stand in the newer text
    extractor: str
    sha256: str
    offsets: str
    issue: Link
    proposition: str
    compare: str
    address: str
    json: str
    csv: str
    head: Head


def statement_page(
    statement: StatementRecord,
    article: ArticleRecord,
    issue: IssueRecord,
    chains: Iterable[ChainRecord] = (),
) -> StatementPage:
    """A statement's page, with its passage cut from the article's clean text.

    ``chains`` are those of its second-hand positions.
    """
    slug = issue.issue.slug
    card = show_card(statement, slug)
    own = [position for position in statement.positions if position.issue == slug]
    reasons: list[Reason] = []
    marks = layers(statement)
    for position in own:
        lettered = sum(len(reason.evidence) for reason in reasons)
        reason, evidence_marks = reason_of(position, statement.confidence, article.text, lettered)
        reasons.append(reason)
        marks += evidence_marks
    passage = passage_of(statement, article)
    before, after = neighbours(article, passage)
    return StatementPage(
        title=f"{statement.actor.name}, {card.said_on.text}",
        card=card,
        reviewed_by=statement.decided_by.partition("editor ")[2],
        before=before,
        passage=cut(article.text, passage, marks),
        after=after,
        reported_basis=DATE_BASIS[statement.reported_on.basis],
        speaker_basis=SPEAKER_BASIS[statement.basis],
        source_text=statement.source_text,
        antecedent_text=statement.antecedent_text,
        cue_text=statement.cue_text,
        attribution_sureness=attribution_sureness(statement.confidence),
        reasons=statement.reasons,
        positions=tuple(reasons),
        chains=show_chains(chains, {statement.id: statement}),
        superseded=not article.newest,
        newer=statement_address(statement.replaced_by) if statement.replaced_by else None,
        extractor=article.extractor,
        sha256=article.sha256,
        offsets=", ".join(f"{span.start}–{span.end}" for span in statement.content),
        issue=Link(ComparisonQuery(issue=issue.issue.slug).address("/"), issue.issue.title),
        proposition=issue.issue.proposition,
        compare=ComparisonQuery(issue=slug, actors=(statement.actor.slug,)).address(),
        address=card.address,
        json=f"{card.address}.json",
        csv=f"{card.address}.csv",
        head=statement_head(statement, slug),
    )


def layers(statement: StatementRecord) -> list[Mark[PassageMark]]:
    """The layers of a statement in its article, without evidence."""
    marks = [Mark(span, PassageMark("content")) for span in statement.content]
    for layer, span in (
        ("cue", statement.cue),
        ("source", statement.source),
        ("antecedent", statement.antecedent),
    ):
        if span is not None:
            marks.append(Mark(span, PassageMark(layer)))
    return marks


def reason_of(
    position: PositionRecord, speaker: float, text: str, first: int
) -> tuple[Reason, list[Mark[PassageMark]]]:
    """Why a position was taken as it was, and the marks of its deciding words.

    ``speaker`` is the confidence in who says it, ``first`` how many deciding words have a letter
    already.
    """
    found, marks = [], []
    for number, one in enumerate(position.evidence, start=first):
        letter = _letter(number)
        found.append(
            Evidence(
                letter=letter,
                words=one.span.of(text),
                rule=one.rule.replace("_", " "),
                meaning=plain(one.rule),
                points_to=show_stance(one.stance, 1.0),
            )
        )
        marks.append(Mark(one.span, PassageMark("evidence", letter, one.stance.value)))
    asserted_by = position.asserted_by
    return (
        Reason(
            second_hand=(
                f"{asserted_by.name} says of {position.holder.name}" if asserted_by else None
            ),
            stance=show_stance(position.stance, position.confidence, speaker),
            sureness=sureness(position.confidence),
            uncertain=_why_uncertain(position, speaker),
            evidence=tuple(found),
            review=position.review,
            opinions=tuple(show_opinion(one, text) for one in position.opinions),
        ),
        marks,
    )


def _why_uncertain(position: PositionRecord, speaker: float) -> str:
    """Why a stance is not shown as certain, in a sentence or two; empty when it is."""
    found = []
    if not show_stance(position.stance, position.confidence).certain:
        found.append(
            f"A stance is shown as certain from {CERTAIN_FROM:.2f} on; this one is counted as "
            "uncertain."
        )
    if not speaker_certain(speaker):
        found.append(
            f"Who speaks is certain from {SPEAKER_CERTAIN_FROM:.2f} on; here it is not, so the "
            "stance is counted as uncertain too."
        )
    return " ".join(found)


def _letter(number: int) -> str:
    """Letters from a to z, then a2, b2 and so on."""
    rounds, place = divmod(number, 26)
    return f"{chr(ord('a') + place)}{rounds + 1 if rounds else ''}"


def passage_of(statement: StatementRecord, article: ArticleRecord) -> Span:
    """From the first to the last sentence that the statement touches."""
    spans = [*statement.content, *(span for span in (statement.cue, statement.source) if span)]
    first = min(span.start for span in spans)
    last = max(span.end for span in spans)
    sentences = _sentences(article)
    touched = [one for one in sentences if one.overlaps(Span(first, last))]
    if not touched:
        return Span(first, last)
    return Span(min(first, touched[0].start), max(last, touched[-1].end))


def neighbours(article: ArticleRecord, passage: Span) -> tuple[str, str]:
    """The sentence before and the sentence after; empty at either end of the text."""
    sentences = _sentences(article)
    before = [one for one in sentences if one.end <= passage.start]
    after = [one for one in sentences if one.start >= passage.end]
    return (
        before[-1].of(article.text) if before else "",
        after[0].of(article.text) if after else "",
    )


def _sentences(article: ArticleRecord) -> list[Span]:
    """The sentences of the report itself, in order, without space around them."""
    found = []
    for zone in article.zones:
        if zone.role is not ZoneRole.BODY:
            continue
        words = zone.span.of(article.text)
        starts = [0, *(match.end() for match in _SENTENCE_END.finditer(words)), len(words)]
        for left, right in pairwise(starts):
            sentence = words[left:right]
            stripped = sentence.strip()
            if stripped:
                start = zone.span.start + left + len(sentence) - len(sentence.lstrip())
                found.append(Span(start, start + len(stripped)))
    return found
