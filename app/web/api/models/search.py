"""What a search finds."""

from pydantic import Field

from app.domain.search import Group, HitOrder
from app.web.api.models.basics import (
    ActorRef,
    Address,
    Answer,
    ArticleRef,
    Count,
    Model,
    Slug,
    Span,
)
from app.web.api.models.statements import Statement


class SearchedFor(Model):
    """What was looked for, by the names of the parameters."""

    q: str
    within: Group | None = Field(alias="in")
    issue: Slug | None
    order: HitOrder
    page: int = Field(ge=1)


class IssueCount(Model):
    """How many of the statements that are found are on an issue."""

    slug: Slug
    count: Count


class Part(Model):
    """What is found of one kind: a page of it."""

    count: Count
    """How many there are, on all pages."""
    next: Address | None
    """Where they go on."""


class FoundStatement(Statement):
    """A statement with the words in it."""

    words: str
    """Its `content_text`, joined by ` … `."""
    marks: list[Span]
    """Where in `words` those stand that are looked for."""


class FoundStatements(Part):
    """Statements with all the words, one report of each utterance."""

    reports: Count
    """How many reports of them have the words; copies of one article count once."""
    weighed: Count
    """Of so many, the latest, the best come first; if there are more, the others follow by day."""
    issues: list[IssueCount]
    found: list[FoundStatement]


class FoundActor(ActorRef):
    """An actor with the words in a name or a role."""

    role: str | None
    """The latest role known."""
    statements: Count
    otherwise: list[str]
    """Other names and roles in which words stand that are not in these."""


class FoundActors(Part):
    """Actors in whose names and roles all the words stand."""

    found: list[FoundActor]


class Passage(Model):
    """Where in the text the words stand most densely."""

    span: Span
    text: str
    marks: list[Span]
    """Where the words stand, into the clean text."""
    url: Address


class FoundArticle(ArticleRef):
    """An article with the words in its title or text."""

    statements: Count
    copies: Count
    """Of the same text, in which the words stand too."""
    title_marks: list[Span]
    """Where in the title the words stand."""
    passage: Passage | None


class FoundArticles(Part):
    """Articles with all the words, copies of one text once."""

    printings: Count
    """With copies."""
    weighed: Count
    """As of statements."""
    found: list[FoundArticle]


class SearchAnswer(Answer):
    """What is found: statements, actors and articles, a few of each or a page of one of them."""

    query: SearchedFor
    url: Address
    """The page that shows the same."""
    count: Count
    """Of all kinds together."""
    statements: FoundStatements | None = None
    """Missing where only others are looked for."""
    actors: FoundActors | None = None
    articles: FoundArticles | None = None
