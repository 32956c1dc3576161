"""/oembed: how to show a statement or a comparison of this site in another (https://oembed.com)."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.db.queries.histories import tombstone
from app.domain.actors import ActorDirectory
from app.errors import GoneError, NotFoundError, QueryError
from app.views.links import Link, actor_address
from app.views.share import COMPARISON_HEIGHT, WIDTH, frame_code, frame_height
from app.views.share_choice import choice_title
from app.views.share_head import Head, comparison_head, statement_head
from app.web.compare import ask
from app.web.conditional import TaggedResponse, tag_of
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import json_response
from app.web.statements import issue_of, statement_record

router = APIRouter()

_KEPT = 3_600  # seconds
_MOST = 4_000  # characters of an address
_UNBOUND = 100_000


@router.api_route("/oembed", methods=["GET", "HEAD"])
def show(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """What to put into a page for an address of ours, as JSON or XML; rich, in an iframe.

    As the specification has it: 404 where there is nothing at the address or it is not ours, 501
    for another format. Parameters that it does not name are ignored.
    """
    asked = request.query_params
    form = asked.get("format", "json").casefold()
    if form not in ("json", "xml"):
        raise HTTPException(501, "An oEmbed answer is JSON or XML: format=json or format=xml.")
    path, pairs = _own(asked.get("url", ""), absolute(""))
    try:
        found = _found(session, directory, path, pairs)
    except (GoneError, NotFoundError, QueryError) as error:
        raise HTTPException(404, str(error)) from error
    head = found.head
    width = min(WIDTH, _bound(asked.get("maxwidth")))
    high = frame_height(found.words, width) if found.words else COMPARISON_HEIGHT
    height = min(high, _bound(asked.get("maxheight")))
    frame = absolute(f"/embed{head.embed}")
    told: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": head.title,
        "provider_name": "On Record",
        "provider_url": absolute("/"),
        "cache_age": _KEPT,
        "html": frame_code(frame, f"{head.title}, On Record", width, height),
        "width": width,
        "height": height,
    }
    if found.speaker:
        told["author_name"] = found.speaker.text
        told["author_url"] = absolute(found.speaker.address)
    # A picture that is larger than what was asked for must not be named.
    if "maxwidth" not in asked and "maxheight" not in asked:
        told["thumbnail_url"] = absolute(head.picture)
        told |= {"thumbnail_width": 1200, "thumbnail_height": 630}
    response = json_response(told) if form == "json" else _xml(told)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


class _Found(NamedTuple):
    """What there is at an address: its head; of a statement the words and who says them."""

    head: Head
    words: str = ""
    speaker: Link | None = None


def _own(address: str, origin: str) -> tuple[str, list[tuple[str, str]]]:
    """Path and parameters of an address of this site. Raises 404 where it is none."""
    try:
        parts, own = urlsplit(address[:_MOST]), urlsplit(origin)
    except ValueError:
        parts, own = urlsplit(""), urlsplit(origin)
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != own.netloc.lower():
        raise HTTPException(404, "That is no address of this site: give one of ours as “url”.")
    return parts.path, parse_qsl(parts.query, max_num_fields=200)


def _found(
    session: Session, directory: ActorDirectory, path: str, pairs: list[tuple[str, str]]
) -> _Found:
    """What there is to embed. Raises NotFoundError, GoneError or QueryError where nothing is."""
    if path == "/compare":
        asked = ask(session, directory, pairs, "/compare")
        return _Found(comparison_head(asked.query, choice_title(asked.issue, asked.actors), ""))
    room, _, identifier = path.removeprefix("/").partition("/")
    if room != "statements" or "/" in identifier:
        raise NotFoundError("Statements and comparisons can be embedded, and nothing else.")
    if tombstone(session, identifier) is not None:
        raise GoneError("That statement was withdrawn.")
    statement, _ = statement_record(session, identifier)
    speaker = Link(actor_address(statement.actor.slug), statement.actor.name)
    words = " ".join(statement.content_text)
    return _Found(statement_head(statement, issue_of(statement)), words, speaker)


def _bound(given: str | None) -> int:
    """The most that was asked for, however small: nothing may be larger. No number is no bound."""
    if given is None or not (given.isascii() and given.isdigit()):
        return _UNBOUND
    return max(1, int(given[:6]))


def _xml(told: dict[str, Any]) -> Response:
    root = ET.Element("oembed")
    for name, value in told.items():
        ET.SubElement(root, name).text = str(value)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    headers = {"ETag": tag_of(content), "Cache-Control": "no-cache"}
    return TaggedResponse(content, media_type="text/xml; charset=utf-8", headers=headers)
