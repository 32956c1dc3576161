"""Snapshots."""

from pydantic import Field

from app.web.api.models.basics import Address, Count, Id, Model, Slug
from app.web.api.models.statements import Query, Statement


class FrozenIssue(Model):
    """The issue as it was worded."""

    slug: Slug
    title: str
    proposition: str


class Chosen(Model):
    """The names of the actors, outlets and sides that were chosen, by their values in `query`."""

    actors: dict[Slug, str]
    outlets: dict[Slug, str]
    sides: dict[str, str] = Field(default_factory=dict)
    """Left out in what was frozen before there were sides to choose."""


class SnapshotContent(Model):
    """A comparison as it stood, byte by byte as it was frozen; addresses are paths of this site.

    The SHA-256 of the bytes stands in the header `Snapshot-SHA256`, the time in
    `Snapshot-Made-At`.
    """

    form: str
    address: Address
    """Of the live comparison."""
    query: Query
    issue: FrozenIssue
    chosen: Chosen
    articles_read: Count
    count: Count
    """How many reports the two lists hold."""
    utterance_count: Count
    dated_count: Count
    undated_count: Count
    newest_revision: Count
    """The number of the last change by a person at that time; 0: there was none."""
    shown: list[Id]
    """The statements that the page shows: one report of each utterance."""
    statements: list[Statement] = Field(description="As in a list of statements.")
    undated: list[Statement]
