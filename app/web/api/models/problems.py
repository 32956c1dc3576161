"""What an error looks like."""

from pydantic import Field

from app.web.api.models.basics import Address, Model


class Way(Model):
    """Something near that exists, or a way on."""

    title: str
    url: Address


class Problem(Model):
    """An error, as RFC 9457 has it."""

    type: Address
    """Names the kind of the error, and leads to where it is explained."""
    title: str
    """The same for all errors of that kind."""
    status: int = Field(ge=400, le=599)
    detail: str
    """What is wrong this time, in words for people."""
    instance: Address
    """What was asked for."""
    parameter: str | None
    """The parameter that is wrong, where it is one."""
    suggestions: list[Way]
    """What may have been meant."""
    ways_on: list[Way]
    """What certainly works."""


class Withdrawal(Problem):
    """The tombstone of a statement that was withdrawn. Its words are not repeated."""

    withdrawn_at: str | None
    withdrawn_by: str | None
    instead: Address | None
    """The statement that stands in its place."""
    article: Address | None
    """Where it was found."""
    history: Address | None
    """What people changed of it."""
