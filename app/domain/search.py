"""SearchQuery: what somebody looks for, its one canonical address; and what is found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.domain.words import phrases

if TYPE_CHECKING:
    from app.domain.articles import Zone
    from app.domain.records import ActorRef, ArticleRef, Facet, StatementRecord


class Group(StrEnum):
    """What is looked for."""

    STATEMENTS = "statements"
    ACTORS = "actors"
    ARTICLES = "articles"


class HitOrder(StrEnum):
    """Which of the statements and articles that are found comes first."""

    BEST = "best"  # in which the words stand most often and most densely
    NEWEST = "newest"


# Of more than so many the latest so many are put in order by their words, the others follow by day.
WEIGHED = 5_000
FEW, MANY = 10, 20  # how many of each group on one page, how many of a group alone


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words to look for: each of them has to be there, and what is in double quotes as it stands.

    ``group`` None looks for all three, a few of each. ``issue`` "" looks at all subjects; with an
    issue, statements on it, actors who take part in it, and articles with statements on it.
    ``page`` counts from 1 and is of one group.
    """

    words: str = ""
    group: Group | None = None
    issue: str = ""
    order: HitOrder = HitOrder.BEST
    page: int = 1

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that are looked for."""
        return tuple(Group) if self.group is None else (self.group,)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words and phrases to find, as they are indexed; empty: nothing can be found."""
        return phrases(self.words)

    @property
    def limit(self) -> int:
        """How many of a group stand on one page."""
        return FEW if self.group is None else MANY

    @property
    def offset(self) -> int:
        """How many of the group stand on the pages before this one."""
        return (self.page - 1) * self.limit

    def canonical(self) -> SearchQuery:
        """The same in its one form: words with single spaces, a page of one group only."""
        words = " ".join(self.words.split())
        return replace(self, words=words, page=self.page if self.group else 1)

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its canonical address, defaults left out, sorted by name."""
        choice = self.canonical()
        pairs: list[tuple[str, str]] = []
        if choice.group:
            pairs.append(("in", choice.group.value))
        if choice.issue:
            pairs.append(("issue", choice.issue))
        if choice.order is not HitOrder.BEST:
            pairs.append(("order", choice.order.value))
        if choice.page > 1:
            pairs.append(("page", str(choice.page)))
        if choice.words:
            pairs.append(("q", choice.words))
        return pairs

    def address(self, path: str = "/search") -> str:
        """The canonical address under ``path``."""
        encoded = urlencode(self.parameters())
        return f"{path}?{encoded}" if encoded else path


@dataclass(frozen=True, slots=True)
class StatementHits:
    """Statements with all the words, what several articles report once, and how many there are."""

    count: int
    reports: int  # copies of one article once
    weighed: int  # of so many, the latest, the best come first: all, or ``WEIGHED``
    found: tuple[StatementRecord, ...]  # of one page, in its order
    issues: tuple[Facet, ...]  # on which issues they are, of those asked for; most first


@dataclass(frozen=True, slots=True)
class ActorHit:
    """An actor with the words in a name or a role."""

    ref: ActorRef
    role: str | None  # the latest known, as printed
    statements: int  # what several articles report once; on the issue, where one is asked for
    otherwise: tuple[str, ...]  # other names and roles in which words stand that are not in these


@dataclass(frozen=True, slots=True)
class ActorHits:
    """Actors in whose names and roles all the words stand, a word's beginning being enough."""

    count: int
    found: tuple[ActorHit, ...]


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with the words in its title or text."""

    ref: ArticleRef
    text: str
    zones: tuple[Zone, ...]
    statements: int
    copies: int  # of the same text, in which the words stand too


@dataclass(frozen=True, slots=True)
class ArticleHits:
    """Articles in whose title and text all the words stand, copies of one text once."""

    count: int
    printings: int  # with copies
    weighed: int  # as of statements
    found: tuple[ArticleHit, ...]


@dataclass(frozen=True, slots=True)
class SearchRecords:
    """What is found; None of what is not looked for."""

    statements: StatementHits | None = None
    actors: ActorHits | None = None
    articles: ArticleHits | None = None
