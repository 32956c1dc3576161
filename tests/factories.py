"""Small articles, actors, issues and what was found in them, for tests that need no extractor."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.actors import Actor, ActorDirectory, ActorKind, Role, slugify
from app.domain.articles import Article, CleanText, Zone, ZoneRole
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.extraction import Extraction
from app.domain.likeness import signature
from app.domain.positions import (
    Evidence,
    Issue,
    Opinion,
    Position,
    Scope,
    Stance,
    StanceWording,
)
from app.domain.queries import DEFAULT_ISSUE
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, Statement, StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

EXTRACTOR = "test 1"


def day(edtf: str | None, basis: DateBasis = DateBasis.STATED) -> UncertainDate:
    """An uncertain date; None for the unknown one."""
    return UncertainDate.parse(edtf, basis)


def make_actor(name: str = "Ada Moreau", **fields: object) -> Actor:
    """A person, not in the directory unless told."""
    values = {"slug": slugify(name), "name": name, "kind": ActorKind.PERSON, **fields}
    return Actor(**values)  # type: ignore[arg-type]


def make_role(
    printed: str = "foreign minister", held_from: str | None = None, held_to: str | None = None
) -> Role:
    """A role of a country that does not exist."""
    return Role(printed.title(), printed, "office", "freedonia", day(held_from), day(held_to))


def make_directory(*actors: Actor) -> ActorDirectory:
    """A directory of these actors."""
    return ActorDirectory.of(actors)


def make_issue(slug: str = DEFAULT_ISSUE, title: str = "Troops") -> Issue:
    """An issue with a word in each list."""
    return Issue(
        slug=slug,
        title=title,
        proposition="Troops should be sent.",
        description="Should they?",
        counts=("Says so.",),
        does_not_count=("Weapons.",),
        things=("troop",),
        acts=("send",),
        kinds=("foreign",),
        place=("there",),
        pointing=("it",),
        exclusions=("air force",),
        stances={
            stance: StanceWording(stance.value.title(), f"{stance.value} it")
            for stance in Stance
            if stance is not Stance.UNDETERMINED
        },
    )


def make_position(
    holder: Actor,
    stance: Stance = Stance.OPPOSES,
    *,
    asserted_by: Actor | None = None,
    issue: str = DEFAULT_ISSUE,
    condition: Span | None = None,
) -> Position:
    """A position with the first three characters of the text as its evidence."""
    return Position(
        issue=issue,
        stance=stance,
        scope=Scope.GENERAL,
        holder=holder,
        asserted_by=asserted_by,
        condition=condition,
        evidence=(Evidence(Span(0, 3), "refusal", stance),),
        confidence=0.8,
        review=("Look at it.",),
        opinions=(
            Opinion("a model", stance),
            Opinion("another", stance, "Bo Lind", Span(0, 3)),
        ),
    )


def make_statement(
    text: str,
    words: str | Sequence[str],
    actor: Actor | None = None,
    *,
    said_on: UncertainDate = UNKNOWN_DATE,
    kind: StatementKind = StatementKind.DIRECT,
    positions: Sequence[Position] = (),
    cue: str | None = None,
    source: str | None = None,
) -> Statement:
    """A statement whose content, cue and source are words of the text."""
    parts = [words] if isinstance(words, str) else words
    return Statement(
        kind=kind,
        content=tuple(span_of(text, part) for part in parts),
        cue=span_of(text, cue) if cue else None,
        source=span_of(text, source) if source else None,
        antecedent=None,
        actor=actor or make_actor(),
        basis=SpeakerBasis.NAMED,
        said_on=said_on,
        confidence=0.9,
        reasons=("It is in quotation marks.",),
        positions=tuple(positions),
    )


def make_extraction(
    text: str,
    *statements: Statement,
    title: str | None = "A title",
    outlet: str | None = "The Paper",
    address: str | None = None,
    file: str = "articles/a.txt",
    published: UncertainDate | None = None,
    extractor: str = EXTRACTOR,
) -> Extraction:
    """An article of one paragraph, published on 1 March 2025, and what was found in it.

    A text of more than a few words has a signature.
    """
    when = UncertainDate.of_day(date(2025, 3, 1), DateBasis.METADATA)
    when = when if published is None else published
    article = Article(text, file, title, outlet, address, when, "In its address.", "en")
    zones = (Zone(Span(0, len(text)), ZoneRole.BODY),)
    clean = CleanText(text, zones, title, when, "en")
    return Extraction(
        article, clean, statements, extractor, ("A note.",), signature=signature(text)
    )


def span_of(text: str, words: str) -> Span:
    """Where the words first stand in the text; fails when they do not."""
    start = text.index(words)
    return Span(start, start + len(words))
