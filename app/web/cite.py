"""Citations: of a statement, an utterance, a live comparison and a snapshot, in every form."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.db.queries.snapshots import snapshot
from app.db.queries.titles import titled
from app.domain.records import Facets
from app.errors import NotFoundError
from app.views.choice import Choices
from app.views.citation import (
    COMPARE_CITE,
    Source,
    comparison_source,
    snapshot_source,
    statement_source,
    utterance_sources,
)
from app.views.citation_forms import bibtex, ris
from app.views.citation_page import cite_page, csl_text
from app.views.links import Link, statement_address, utterance_address
from app.views.snapshot import cited_as, snapshot_address
from app.web.compare import Asked, ask
from app.web.conditional import TaggedResponse, tag_of
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.editing import tombstone
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter()
_plain = [Depends(no_filters)]
_methods = ["GET", "HEAD"]


class _Cited(NamedTuple):
    """What is cited, and what leads to it; ``name`` is of its files."""

    link: Link
    sources: Sequence[Source]
    name: str


# By how the address of their file ends: what writes it, and its media type.
_FORMS = {
    "json": (csl_text, "application/vnd.citationstyles.csl+json"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
}


@router.api_route("/statements/{identifier}/cite", methods=_methods, dependencies=_plain)
def statement(
    identifier: str, request: Request, session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """A statement as part of its article; of one that was withdrawn why it was."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    return _page(request, _statement(session, identifier, absolute))


@router.api_route("/statements/{identifier}/cite.{form}", methods=_methods, dependencies=_plain)
def statement_file(
    identifier: str, form: str, request: Request, session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """The same as a file."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    return _file(form, _statement(session, identifier, absolute))


@router.api_route("/utterances/{identifier}/cite", methods=_methods, dependencies=_plain)
def utterance(
    identifier: str, request: Request, session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """What was said once, and every article that reports it."""
    found = _utterance(session, identifier, absolute)
    if isinstance(found, str):
        return _led(f"{found}/cite")
    return _page(request, found)


@router.api_route("/utterances/{identifier}/cite.{form}", methods=_methods, dependencies=_plain)
def utterance_file(
    identifier: str, form: str, session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """The same as a file."""
    found = _utterance(session, identifier, absolute)
    if isinstance(found, str):
        return _led(f"{found}/cite.{form}")
    return _file(form, found)


@router.api_route(COMPARE_CITE, methods=_methods)
def comparison(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """A live comparison. Another spelling of the same choice is sent to its one address."""
    pairs = request.query_params.multi_items()
    asked = ask(session, directory, pairs, COMPARE_CITE)
    query = asked.query
    if pairs != query.parameters():
        return _led(query.address(COMPARE_CITE))
    choices = _names(session, asked)
    source = comparison_source(query, asked.issue.issue, choices, absolute, _today())
    files = query.address(f"{COMPARE_CITE}.form").replace(".form", "{}", 1)
    cited = _Cited(Link(query.address(), source.title), (source,), "")
    return _page(request, cited, address=query.address(COMPARE_CITE), files=files, live=True)


@router.api_route(f"{COMPARE_CITE}.{{form}}", methods=_methods)
def comparison_file(
    form: str,
    request: Request,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
) -> Response:
    """The same as a file."""
    pairs = request.query_params.multi_items()
    asked = ask(session, directory, pairs, f"{COMPARE_CITE}.{form}")
    choices = _names(session, asked)
    source = comparison_source(asked.query, asked.issue.issue, choices, absolute, _today())
    return _file(form, _Cited(Link(asked.query.address(), source.title), (source,), "comparison"))


@router.api_route("/snapshots/{identifier}/cite", methods=_methods, dependencies=_plain)
def frozen(
    identifier: str, request: Request, session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """A snapshot, with its SHA-256."""
    return _page(request, _snapshot(session, identifier, absolute))


@router.api_route("/snapshots/{identifier}/cite.{form}", methods=_methods, dependencies=_plain)
def frozen_file(identifier: str, form: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The same as a file."""
    return _file(form, _snapshot(session, identifier, absolute))


_NOTHING = Facets(actors=(), outlets=(), stances=(), kinds=())


def _names(session: Session, asked: Asked) -> Choices:
    """What is chosen, by name: only those of sides have to be looked up."""
    facets = queries.facets(session, asked.query) if asked.query.sides else _NOTHING
    return Choices(facets, asked.actors, asked.outlets)


def _statement(session: Session, identifier: str, absolute: AbsoluteDep) -> _Cited:
    found = queries.statement(session, identifier)
    if found is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    one, article = found
    known = one.article.id in titled(session, [one.article.id])
    source = statement_source(one, absolute, _today(), titled=known, article=article)
    link = Link(statement_address(one.id), f"A statement by {one.actor.name}")
    return _Cited(link, (source,), f"statement-{one.id}")


def _utterance(session: Session, identifier: str, absolute: AbsoluteDep) -> _Cited | str:
    """What is cited; where the id is that of a later report the address of what it is of."""
    record = queries.utterance(session, identifier)
    if record is None:
        raise NotFoundError(f"No utterance has the number “{identifier[:40]}”.")
    address = utterance_address(record.id)
    if record.id != identifier:
        return address
    known = titled(session, [one.article.id for one in record.reports])
    sources = utterance_sources(record, absolute, _today(), titled=known)
    return _Cited(Link(address, sources[0].title), sources, f"utterance-{record.id}")


def _snapshot(session: Session, identifier: str, absolute: AbsoluteDep) -> _Cited:
    found = snapshot(session, identifier)
    if found is None:
        raise NotFoundError(f"No snapshot has the number “{identifier[:40]}”.")
    address = snapshot_address(found.id)
    source = snapshot_source(found, cited_as(found.data), address, absolute, _today())
    return _Cited(Link(address, source.title), (source,), f"snapshot-{found.id}")


def _page(
    request: Request, cited: _Cited, *, address: str = "", files: str = "", live: bool = False
) -> Response:
    address = address or f"{cited.link.address}/cite"
    page = cite_page(cited.link, cited.sources, address, files or f"{address}{{}}", live=live)
    return render(request, "cite.html", page)


def _file(form: str, cited: _Cited) -> Response:
    """The citation in one form, to download."""
    if form not in _FORMS:
        raise NotFoundError(f"A citation has the forms {', '.join(_FORMS)}; not “{form[:40]}”.")
    write, media_type = _FORMS[form]
    body = write(cited.sources).encode("utf-8", "replace")
    return TaggedResponse(
        body,
        media_type=media_type,
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": f'attachment; filename="onrecord-{cited.name}.{form}"',
            "ETag": tag_of(body),
        },
    )


def _led(address: str) -> Response:
    """With 302: the address may come to mean more."""
    return RedirectResponse(address, 302, {"Cache-Control": "no-cache"})


def _today() -> date:
    """The day of access."""
    return datetime.now(UTC).date()
