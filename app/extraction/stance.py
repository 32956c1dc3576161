"""Stance: what a statement means for an issue, whose position it is, and which words decide it.

The order of the work, for one statement and one issue:

1. ``topic``: which words stand for the thing at issue; none: the statement is off it.
2. ``stance_path``: from each of these words up the parse, the signals for and against.
3. ``hedges``, ``conditions``: words that take no side, and words on which a side hangs.
4. The clause above a statement given by a participle ("..., noting that ...") is asked when the
   statement itself takes no side.
5. ``decision``: the signals are weighed; where nothing decides, the stance is undetermined.
6. ``holder``: whose position the deciding words give.

docs/stance.md has the scheme and what each rule rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.actors import Actor, ActorKind, slugify
from app.domain.positions import Evidence, Position, Scope, Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.extraction.stances.holder import Speaker
from app.extraction.stances.passage import Passage, parse_text, quoted_tokens, sentences_of
from app.extraction.stances.propositions import issue_from_proposition
from app.extraction.stances.reading import Reading, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

    from app.domain.actors import ActorDirectory
    from app.domain.articles import CleanText
    from app.domain.positions import Issue
    from app.domain.statements import Statement
    from app.extraction.parsing import Parser

__all__ = ["Judgement", "issue_from_proposition", "judge", "take_positions"]

# A paragraph longer than this is read in part, so that an article in one line stays fast.
_LONGEST_WINDOW = 4000
_MARGIN = 1200  # characters kept on each side of the statement in such a paragraph
_SENTENCES_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a statement without an article means for one issue.

    ``evidence`` and ``condition`` are spans into the statement. ``stance`` and ``scope`` are None
    when it is off the issue. ``holder`` is "speaker" or a name.
    """

    on_issue: bool
    stance: Stance | None = None
    scope: Scope | None = None
    holder: str | None = None
    asserted_by: str | None = None
    condition: Span | None = None
    condition_text: str | None = None
    evidence: tuple[Evidence, ...] = ()
    evidence_text: tuple[str, ...] = ()
    confidence: float = 0.0
    review: tuple[str, ...] = ()


def judge(  # noqa: PLR0917 - the columns of a row, in their order, and what reads them
    statement: str,
    context: str,
    speaker: str,
    issue: Issue,
    actors: ActorDirectory,
    parser: Parser,
) -> Judgement:
    """The first position of a statement given as a bare text; any text gives a judgement."""
    doc = parse_text(parser.nlp, statement)
    before = sentences_of(parse_text(parser.nlp, context)) if context.strip() else ()
    every = frozenset(range(len(doc)))
    passage = Passage(
        doc,
        sentences_of(doc),
        every,
        every,
        before=before,
        direct=any(token.lower_ in {"i", "me", "my"} for token in doc),
        quoted=quoted_tokens(list(doc)),
        framed=True,
    )
    known = actors.by_name(speaker)
    readings = read(passage, issue, Speaker(speaker, known[0] if known else None), actors)
    if not readings:
        return Judgement(on_issue=False)
    first = readings[0]
    evidence = tuple(_evidence(first, 0))
    condition = _extent(first.condition, 0) if first.condition else None
    holder = "speaker" if first.holder is None else _holder_text(first)
    return Judgement(
        on_issue=True,
        stance=first.stance,
        scope=first.scope,
        holder=holder,
        asserted_by=speaker if first.holder is not None else None,
        condition=condition,
        condition_text=condition.of(statement) if condition else None,
        evidence=evidence,
        evidence_text=tuple(found.span.of(statement) for found in evidence),
        confidence=first.confidence,
        review=first.review,
    )


def take_positions(
    text: CleanText,
    statement: Statement,
    issues: Sequence[Issue],
    actors: ActorDirectory,
    parser: Parser,
) -> tuple[Position, ...]:
    """The positions a statement takes, in the order of ``issues``; none for issues it is not on.

    Spans are into ``text.text``. A statement may hold several positions on one issue: the
    speaker's own and those asserted of others.
    """
    if not statement.content or not issues:
        return ()
    start, passage = _passage(text, statement, parser)
    speaker = _speaker(text, statement, actors)
    return tuple(
        _position(
            reading, issue=issue, statement=statement, start=start, speaker=speaker, actors=actors
        )
        for issue in issues
        for reading in read(passage, issue, speaker, actors)
    )


def _passage(text: CleanText, statement: Statement, parser: Parser) -> tuple[int, Passage]:
    """The paragraphs a statement stands in, parsed; the offset of the parse in the text."""
    spans = [*statement.content, *(s for s in (statement.cue, statement.source) if s is not None)]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    zones = [zone.span for zone in text.zones]
    start = max((zone.start for zone in zones if zone.start <= first < zone.end), default=None)
    end = min((zone.end for zone in zones if zone.start < last <= zone.end), default=None)
    if start is None:
        start = text.text.rfind("\n", 0, first) + 1
    if end is None:
        end = text.text.find("\n", last)
        end = len(text.text) if end < 0 else end
    if end - start > _LONGEST_WINDOW:
        start, end = max(start, first - _MARGIN), min(end, last + _MARGIN)
    doc = parse_text(parser.nlp, text.text[start:end])
    said = _indexes(doc, statement.content, start)
    cue = _indexes(doc, (statement.cue,) if statement.cue else (), start)
    inside = said | cue
    sentences = tuple(
        sentence
        for sentence in sentences_of(doc)
        if any(sentence.start <= index < sentence.end for index in inside)
    )
    opening = sentences[0].start if sentences else 0
    before = tuple(sentence for sentence in sentences_of(doc) if sentence.end <= opening)
    before = before[-_SENTENCES_BEFORE:]
    if len(before) < _SENTENCES_BEFORE:
        before = (*_earlier(text, start, parser)[-(_SENTENCES_BEFORE - len(before)) :], *before)
    title = sentences_of(parse_text(parser.nlp, text.title)) if text.title else ()
    quoted = quoted_tokens(list(doc))

    return start, Passage(
        doc,
        sentences,
        inside,
        said,
        tuple(doc[index] for index in sorted(cue)),
        before,
        title,
        direct=statement.kind is StatementKind.DIRECT,
        quoted=quoted,
    )


def _earlier(text: CleanText, start: int, parser: Parser) -> tuple[SpacySpan, ...]:
    """The sentences of the paragraph before a place; none when it is the first."""
    earlier = [zone for zone in text.prose if zone.span.end <= start]
    if not earlier:
        return ()
    words = earlier[-1].span.of(text.text)[-_MARGIN:]
    return sentences_of(parse_text(parser.nlp, words))


def _indexes(doc: Doc, spans: Iterable[Span], start: int) -> frozenset[int]:
    found: set[int] = set()
    for span in spans:
        low, high = span.start - start, span.end - start
        found.update(token.i for token in doc if low <= token.idx < high and not token.is_space)
    return frozenset(found)


def _speaker(text: CleanText, statement: Statement, actors: ActorDirectory) -> Speaker:
    actor = statement.actor
    words = [actor.name, *actor.aliases, *(role.printed for role in actor.roles)]
    for slug in actor.belongs_to:
        body = actors.by_slug(slug)
        if body is not None:
            words.extend(body.names)
    source = statement.source.of(text.text) if statement.source else ""
    return Speaker(", ".join([*words, source]), actor, source)


def _evidence(reading: Reading, offset: int) -> Iterable[Evidence]:
    for signal in reading.signals:
        yield Evidence(_extent(signal.words, offset), signal.rule, signal.stance)


def _extent(words: Sequence[Token], offset: int) -> Span:
    """The stretch from the first to the last of some words."""
    ordered = sorted(words, key=lambda word: word.idx)
    last = ordered[-1]
    return Span(ordered[0].idx + offset, last.idx + len(last.text) + offset)


def _holder_text(reading: Reading) -> str:
    return reading.holder_text or "speaker"


def _position(
    reading: Reading,
    *,
    issue: Issue,
    statement: Statement,
    start: int,
    speaker: Speaker,
    actors: ActorDirectory,
) -> Position:
    holder = statement.actor
    asserted_by: Actor | None = None
    if reading.holder is not None:
        holder = _actor(reading.holder_text, actors)
        asserted_by = statement.actor
        if holder.slug == statement.actor.slug:
            asserted_by = None
    if speaker.vague_source and asserted_by is None:
        asserted_by = _actor(speaker.source, actors)
    return Position(
        issue.slug,
        reading.stance,
        reading.scope,
        holder,
        asserted_by,
        _extent(reading.condition, start) if reading.condition else None,
        tuple(_evidence(reading, start)),
        reading.confidence,
        reading.review,
    )


def _actor(name: str, actors: ActorDirectory) -> Actor:
    """The actor of a name: from the directory, or made, never dropped."""
    words = name.split()
    for first in range(len(words)):
        rest = " ".join(words[first:])
        found = actors.by_name(rest) or (actors.by_surname(rest) if len(words) - first < 3 else ())
        if len(found) == 1:
            return found[0]
    person = len(words) > 1 and all(word[:1].isupper() for word in words)
    kind = ActorKind.PERSON if person else ActorKind.GROUP
    return Actor(slugify(name), name, kind)
