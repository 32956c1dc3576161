"""Issues."""

from app.web.api.models.basics import Address, Answer, Count, Model, Slug


class Issue(Model):
    """A question on which actors take positions, and the size of what is stored on it."""

    slug: Slug
    title: str
    proposition: str
    """What to support or to oppose means: to be for or against this."""
    description: str
    counts: list[str]
    """What counts as being on it."""
    does_not_count: list[str]
    statements: Count
    """What several articles report counts once."""
    actors: Count
    """Who speaks in them."""
    articles: Count
    """Where they stand."""
    articles_read: Count
    """How many were looked through."""
    url: Address


class IssueList(Answer):
    """All issues, by title."""

    count: Count
    issues: list[Issue]


class IssueAnswer(Answer):
    """One issue."""

    issue: Issue
