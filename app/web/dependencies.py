"""What routes are given: a session that reads, the directory of actors, absolute addresses."""

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session
from starlette.requests import Request

from app.db import queries
from app.domain.actors import ActorDirectory
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import IssueRecord
from app.errors import SetupError
from app.views.links import Link
from app.web.names import is_slug
from app.web.parameters import only_issue
from app.web.problems import UnknownName, nearest


def _session(request: Request) -> Iterator[Session]:
    """A session that sees one state of the database and changes nothing."""
    with request.app.state.site.reading(request) as session:
        yield session


def _directory(request: Request) -> ActorDirectory:
    """The directory of actors, for names and aliases in addresses."""
    directory: ActorDirectory = request.app.state.site.directory()
    return directory


def _absolute(request: Request) -> Callable[[str], str]:
    """What turns a path of this site into an address that can be sent to somebody."""
    origin = request.app.state.site.origin(request)
    return lambda path: f"{origin}{path}"


SessionDep = Annotated[Session, Depends(_session)]
DirectoryDep = Annotated[ActorDirectory, Depends(_directory)]
AbsoluteDep = Annotated[Callable[[str], str], Depends(_absolute)]


def the_issue(session: Session, slug: str) -> IssueRecord:
    """The issue with that slug. Raises UnknownName with near ones."""
    found = queries.issue(session, slug) if is_slug(slug) else None
    if found is not None:
        return found
    if slug == DEFAULT_ISSUE:
        raise SetupError(
            "Nothing is stored yet. Read some articles first: onrecord ingest FOLDER, or "
            "onrecord demo for those that come with it."
        )
    links = {
        name: Link(f"/?issue={one.issue.slug}", one.issue.title)
        for one in queries.issues(session)
        for name in (one.issue.slug, one.issue.title)
    }
    raise UnknownName(
        f"There is no issue called “{slug[:80]}”.",
        nearest(slug, links),
        tuple(links.values()),
        parameter="issue",
    )


def asked_issue(request: Request, session: SessionDep) -> str:
    """The slug of the issue asked for. Raises UnknownName when it is none that is stored."""
    slug = only_issue(request)
    return the_issue(session, slug).issue.slug if slug else DEFAULT_ISSUE


IssueDep = Annotated[str, Depends(asked_issue)]
