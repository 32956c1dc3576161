"""The overview: who stands where; and the facets: what each filter offers."""

from datetime import date

from pydantic import Field

from app.domain.positions import Stance
from app.web.api.models.basics import ActorRef, Address, Answer, Count, Model
from app.web.api.models.statements import Query


class StanceCount(Model):
    """In how many utterances a stance is taken, surely and not surely."""

    stance: Stance
    certain: Count
    uncertain: Count


class MonthCount(StanceCount):
    """The same of one month, of those whose month is certain."""

    month: str = Field(pattern=r"^\d{4}-\d{2}$")


class Standing(ActorRef):
    """How one actor stands in the choice. What several articles report counts once."""

    role: str | None
    """The latest role known."""
    sides: list[str]
    """Its country first, then the bodies that it belongs to."""
    utterance_count: Count
    """Of those listed; so are all that follow but the next."""
    undated_utterance_count: Count
    """Of no known day, or not certainly in the range; whether they are listed or not."""
    count: Count
    """Reports."""
    stances: list[StanceCount]
    """Its own positions; zeros are left out. One utterance may take several stances."""
    second_hand: Count
    """Positions that it asserts of somebody else."""
    months: list[MonthCount]
    first: date | None
    """The first and the last day on which something listed may have been said."""
    last: date | None


class OverviewAnswer(Answer):
    """Every speaker of a choice, most utterances first."""

    query: Query
    url: Address
    """The page that shows the same."""
    utterance_count: Count
    count: Count
    """Reports; copies of one article count once."""
    actor_count: Count
    article_count: Count
    articles_read: Count
    """How many articles were looked through."""
    undated_utterance_count: Count
    """Of no known day, or not certainly in the range; whether they are listed or not."""
    unknown_utterance_count: Count
    """Of these, how many are of no known day."""
    first: date | None
    last: date | None
    actors: list[Standing]


class Facet(Model):
    """One value of a filter."""

    value: str
    """As in the address."""
    label: str
    count: Count
    """How many utterances are listed if it is chosen, with all other filters as they are."""


class Facets(Model):
    """By the names of the parameters."""

    actor: list[Facet]
    side: list[Facet]
    who: list[Facet]
    stance: list[Facet]
    scope: list[Facet]
    kind: list[Facet]
    outlet: list[Facet]
    reviewed: list[Facet]


class FacetsAnswer(Answer):
    """What each filter offers, every value there is on the issue, zeros included."""

    query: Query
    url: Address
    utterance_count: Count
    """How many the choice lists as it is."""
    facets: Facets
