"""Stance: what a statement means for an issue, whose position it is, and which words decide it.

The order of the work, for one statement and one issue:

1. ``topic``: which words stand for the thing at issue; none: the statement is off it.
2. ``path``: from each of these words up the parse, the signals for and against.
3. ``hedges``, ``conditions``, ``answers``: words that take no side, words on which a side hangs,
   and yes or no to a question.
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
from app.extraction.stances.doubts import off_doubts
from app.extraction.stances.gates import topic_gate
from app.extraction.stances.holder import Speaker
from app.extraction.stances.passage import Passage, parse_text, sentences_of
from app.extraction.stances.propositions import issue_from_proposition
from app.extraction.stances.reading import Reading, read
from app.extraction.stances.stretch import Stretch
from app.extraction.stances.sureness import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.articles import CleanText
    from app.domain.positions import Issue
    from app.domain.spans import Span
    from app.domain.statements import Statement
    from app.extraction.parsing import Parser
    from app.extraction.stances.passages import Passages

__all__ = ["Judgement", "issue_from_proposition", "judge", "take_positions"]


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
    kind: str = ""  # the class and the side of the strongest deciding words


def judge(  # noqa: PLR0917 - the columns of a row, in their order, and what reads them
    statement: str,
    context: str,
    speaker: str,
    issue: Issue,
    actors: ActorDirectory,
    parser: Parser,
) -> Judgement:
    """The first position of a statement given as a bare text; any text gives a judgement."""
    stretch = Stretch.of(statement, 0, len(statement), parser)
    doc = stretch.doc
    before = sentences_of(parse_text(parser, context)) if context.strip() else ()
    every = frozenset(range(len(doc)))
    passage = Passage(
        doc,
        stretch.sentences,
        every,
        every,
        before=before,
        direct=any(token.lower_ in {"i", "me", "my", "we", "us", "our"} for token in doc),
        quoted=stretch.quoted,
        framed=True,
    )
    known = actors.by_name(speaker)
    readings = read(passage, issue, Speaker(speaker, known[0] if known else None), actors)
    if not readings:
        return Judgement(on_issue=False, review=off_doubts(passage, issue))
    first = readings[0]
    evidence = tuple(_evidence(first, stretch))
    condition = stretch.extent(first.condition) if first.condition else None
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
        kind=kind_of(first.stance, first.signals),
    )


def take_positions(
    passages: Passages, statement: Statement, issues: Sequence[Issue], actors: ActorDirectory
) -> tuple[Position, ...]:
    """The positions a statement takes, in the order of ``issues``; none for issues it is not on.

    ``passages`` are those of the statement's text, made once for all of its statements; spans are
    into that text. A statement may hold several positions on one issue: the speaker's own and
    those asserted of others.
    """
    if not statement.content:
        return ()
    near = [issue for issue in issues if passages.may_take(statement, [topic_gate(issue)])]
    if not near:
        return ()
    stretch, passage = passages.of(statement)
    speaker = _speaker(passages.text, statement, actors)
    return tuple(
        _position(
            reading,
            issue=issue,
            statement=statement,
            stretch=stretch,
            speaker=speaker,
            actors=actors,
        )
        for issue in near
        for reading in read(passage, issue, speaker, actors)
    )


def _speaker(text: CleanText, statement: Statement, actors: ActorDirectory) -> Speaker:
    actor = statement.actor
    words = [actor.name, *actor.aliases, *(role.printed for role in actor.roles)]
    for slug in actor.belongs_to:
        body = actors.by_slug(slug)
        if body is not None:
            words.extend(body.names)
    source = statement.source.of(text.text) if statement.source else ""
    return Speaker(", ".join([*words, source]), actor, source)


def _evidence(reading: Reading, stretch: Stretch) -> Iterable[Evidence]:
    for signal in reading.signals:
        yield Evidence(stretch.extent(signal.words), signal.rule, signal.stance)


def _holder_text(reading: Reading) -> str:
    return reading.holder_text or "speaker"


def _position(
    reading: Reading,
    *,
    issue: Issue,
    statement: Statement,
    stretch: Stretch,
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
        stretch.extent(reading.condition) if reading.condition else None,
        tuple(_evidence(reading, stretch)),
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
