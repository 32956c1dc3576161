"""/compare.atom and /actors/{slug}.atom: what was read or corrected last, as Atom."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.db.queries import feeds
from app.views.feed import MEDIA_TYPE, Feed, atom
from app.views.links import Link, actor_address
from app.views.share_choice import choice_sentence, choice_title
from app.web.compare import ask
from app.web.conditional import TaggedResponse, tag_of
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.editing_common import lead_on
from app.web.problems import BadChoice
from app.web.share import actor_name

router = APIRouter()

_FURTHEST = 1_000  # pages


@router.api_route("/compare.atom", methods=["GET", "HEAD"])
def of_comparison(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The reports that a choice lists; 50 a page, ``page`` leads on."""
    pairs, page = _paged(request)
    asked = ask(session, directory, pairs, "/compare.atom")
    query = asked.query
    return _answer(
        Feed(
            title=f"{choice_title(asked.issue, asked.actors)} – On Record",
            subtitle=choice_sentence(query, asked.actors, asked.outlets),
            address=query.address("/compare.atom"),
            alternate=query.address(),
            issue=query.issue,
            records=feeds.comparison_feed(session, query, page),
            page=page,
        ),
        absolute,
    )


@router.api_route("/actors/{slug}.atom", methods=["GET", "HEAD"], dependencies=[Depends(lead_on)])
def of_actor(
    slug: str,
    request: Request,
    session: SessionDep,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
) -> Response:
    """The reports of what an actor said, on any subject."""
    pairs, page = _paged(request)
    if pairs:
        raise BadChoice(
            f"This feed takes no filters, so “{pairs[0][0][:60]}” would change nothing.",
            (Link(f"/compare.atom?actor={slug[:80]}", "The comparison’s feed takes filters"),),
            (Link(request.url.path, "The same feed without it"),),
        )
    name = actor_name(session, slug, directory)
    address = actor_address(slug)
    return _answer(
        Feed(
            title=f"{name} – On Record",
            subtitle=f"What {name} said, on any subject.",
            address=f"{address}.atom",
            alternate=address,
            issue=None,
            records=feeds.actor_feed(session, slug, page),
            page=page,
        ),
        absolute,
    )


def _paged(request: Request) -> tuple[list[tuple[str, str]], int]:
    """The parameters without the page, and the page. Raises BadChoice where it is no number."""
    pairs = request.query_params.multi_items()
    rest = [one for one in pairs if one[0] != "page" and not one[0].startswith("utm_")]
    pages = {value for name, value in pairs if name == "page"} or {"1"}
    page = pages.pop()
    good = page.isascii() and page.isdigit() and len(page) < 5 and 0 < int(page) <= _FURTHEST
    if pages or not good:
        first = (Link(request.url.path, "The first page"),)
        raise BadChoice(f"“page” takes a number from 1 to {_FURTHEST}.", (), first)
    return rest, int(page)


def _answer(feed: Feed, absolute: AbsoluteDep) -> Response:
    content = atom(feed, absolute)
    headers = {
        "ETag": tag_of(content),
        "Cache-Control": "no-cache",
        "Access-Control-Allow-Origin": "*",
    }
    return TaggedResponse(content, media_type=MEDIA_TYPE, headers=headers)
