"""Actors."""

from pydantic import Field

from app.domain.actors import ActorKind, Gender
from app.domain.positions import Stance
from app.web.api.models.basics import (
    ActorRef,
    Address,
    Answer,
    Count,
    Model,
    Page,
    Slug,
    UncertainDate,
)
from app.web.api.models.statements import Chain, Statement


class ActorSummary(ActorRef):
    """An actor and its counts. What several articles report counts once."""

    role: str | None
    """The latest role known."""
    statements: Count
    """On any subject."""
    on_issue: Count
    """Those with a position on the issue asked for, second-hand ones included."""
    own_positions: dict[Stance, int]
    """How often it took which stance itself."""
    second_hand: Count
    """Positions that it asserts of somebody else."""
    latest: UncertainDate | None
    """When it last said something on the issue."""


class ActorList(Page):
    """A page of the actors who speak, by slug."""

    count: Count
    """How many there are, on all pages."""
    actors: list[ActorSummary]


class Role(Model):
    """An office that somebody holds or held."""

    title: str
    printed: str
    """As newspapers print it before a name."""
    office: str
    """The class of office."""
    of: str | None
    """The slug of the institution."""
    held_from: UncertainDate = Field(alias="from")
    held_to: UncertainDate = Field(alias="to")


class Actor(Model):
    """An actor whole."""

    slug: Slug
    name: str
    kind: ActorKind
    country: str | None
    gender: Gender | None
    """The grammatical gender under which it is publicly written about."""
    aliases: list[str]
    roles: list[Role]
    belongs_to: list[Slug]
    wikidata: str | None
    in_directory: bool
    url: Address


class ActorAnswer(Answer):
    """One actor with every report of what it said, on any subject."""

    actor: Actor
    count: Count
    """How many reports of its own statements follow."""
    utterance_count: Count
    """Of how many utterances they are."""
    statements: list[Statement]
    said_of: list[Statement]
    """Where others assert a position of it."""
    chain: list[Chain]
    """Those positions, on the issue asked for, beside what the actor itself said."""
