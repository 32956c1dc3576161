"""/api/v1/issues: the questions on which actors take positions."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.db import queries
from app.views.data import issue_summary_data
from app.views.links import Link
from app.web.api import examples
from app.web.api.models.issues import IssueAnswer, IssueList
from app.web.api.parameters import Asked, takes
from app.web.api.problems import PREFIX
from app.web.api.reading import IssueSlug, reads, room
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.exports import json_response, now
from app.web.problems import UnknownName

router = room("Issues")


@reads(router, "/issues", IssueList, examples.ISSUE_LIST, errors=())
def list_issues(
    session: SessionDep, absolute: AbsoluteDep, _asked: Annotated[Asked, Depends(takes())]
) -> Response:
    """Every issue, by title.

    With the size of what is stored on it; what several articles report counts once.
    """
    found = [issue_summary_data(one, absolute) for one in queries.issues(session)]
    return json_response({"retrieved_at": now(), "count": len(found), "issues": found})


@reads(router, "/issues/{slug}", IssueAnswer, examples.ISSUE)
def get_issue(
    slug: IssueSlug,
    session: SessionDep,
    absolute: AbsoluteDep,
    _asked: Annotated[Asked, Depends(takes())],
) -> Response:
    """One issue.

    What to support and to oppose means here, what counts as being on it and what does not, and the
    size of what is stored.
    """
    try:
        found = the_issue(session, slug)
    except UnknownName as error:
        near, others = (_here(links) for links in (error.suggestions, error.ways_on))
        raise UnknownName(str(error), near, others) from error
    return json_response({"retrieved_at": now(), "issue": issue_summary_data(found, absolute)})


def _here(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links to pages of issues, led to the issues themselves."""
    return tuple(
        Link(f"{PREFIX}/issues/{link.address.partition('=')[2]}", link.text) for link in links
    )
