"""/search: statements, actors and articles by words; as a page, as a block, as JSON and as CSV."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends
from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db.queries.search import (
    article_lines,
    issue_titles,
    phrase_counts,
    search,
    statement_lines,
)
from app.db.queries.search_actors import actor_hits, actor_names
from app.domain.actors import fold
from app.domain.search import Group, HitOrder, SearchQuery, SearchRecords
from app.domain.words import written
from app.views.data import actor_ref_data, article_ref_data, statement_data
from app.views.links import Link, actor_address, article_address, place_address, statement_address
from app.views.search import Help, search_page, total_of
from app.views.search_passages import passage_address, passage_of, spans_of
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.exports import json_response, now
from app.web.parameters import gather, one_value, same_without
from app.web.problems import BadChoice
from app.web.streamed import streamed_csv, turn
from app.web.templating import VARY, render, wants_block

router = APIRouter()

SEARCH_COLUMNS = (
    "group", "id", "permalink", "place", "name", "words", "speaker", "said_on", "outlet",
    "published",
)  # fmt: skip
# What people write for a parameter; the value is its canonical name.
_NAMES = {
    "q": "q", "words": "q", "search": "q", "query": "q",
    "in": "in", "issue": "issue", "order": "order", "sort": "order", "page": "page",
}  # fmt: skip
_LAST_PAGE = 100_000
# How many words are looked for one by one when all together are nowhere.
_ALONE = 8
_NEAR, _NAMED = 75, 5  # how alike a name has to be, in per cent; how many are offered


@router.api_route("/search", methods=["GET", "HEAD"])
def show(request: Request, session: SessionDep) -> Response:
    """The page. Another spelling of the same search is sent to the canonical address.

    htmx is answered at once instead. While somebody types, the address is replaced, so that Back
    leads to where they came from and not through every half of a word.
    """
    pairs = request.query_params.multi_items()
    query = _read(session, pairs, "/search")
    block = wants_block(request)
    if not block and pairs != query.parameters():
        return RedirectResponse(query.address(), 302, {"Vary": VARY, "Cache-Control": "no-cache"})
    found = search(session, query)
    _check_page(query, found)
    page = search_page(query, found, issue_titles(session), _help(session, query, found))
    headers = {"Link": f'<{quote(query.address(), safe="/?&=%+")}>; rel="canonical"'}
    if block:
        typing = request.headers.get("HX-Trigger-Name") == "q"
        headers["HX-Replace-Url" if typing else "HX-Push-Url"] = query.address()
    return render(request, "search.html", page, block="found" if block else None, headers=headers)


@router.api_route("/search.json", methods=["GET", "HEAD"])
def as_json(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """What the page shows, without loss; ``next`` is where it goes on.

    ``marks`` are where the words stand: in a statement's ``words``, its contents joined by " … ",
    and in an article's title and clean text. ``weighed``: of so many, the latest, the best come
    first; if there are more, the others follow by day.
    """
    pairs = request.query_params.multi_items()
    return json_response(found_data(session, pairs, absolute))


def found_data(
    session: Session,
    pairs: Sequence[tuple[str, str]],
    absolute: Callable[[str], str],
    path: str = "/search.json",
) -> dict[str, Any]:
    """What is found, as data; ``path`` is where its next pages are. Raises as the page does."""
    query = _read(session, pairs, path)
    found = search(session, query)
    _check_page(query, found, path)
    return {
        "query": {
            "q": query.words,
            "in": query.group.value if query.group else None,
            "issue": query.issue or None,
            "order": query.order.value,
            "page": query.page,
        },
        "url": absolute(query.address()),
        "retrieved_at": now(),
        "count": total_of(found),
        **search_data(query, found, absolute, path),
    }


@router.api_route("/search.csv", methods=["GET", "HEAD"], dependencies=[Depends(turn)])
def as_csv(request: Request, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """Everything that is found, on all pages, a row each."""
    query = _read(session, request.query_params.multi_items(), "/search.csv")
    rows = _rows(session, query, absolute)
    return streamed_csv(request, session, SEARCH_COLUMNS, rows, "search")


@dataclass(frozen=True, slots=True)
class _Missing:
    """How a link leads away from what cannot be read."""

    given: Mapping[str, Sequence[str]]
    path: str

    def without(self, name: str) -> tuple[Link, ...]:
        return same_without(self.given, self.path, name)


def _read(session: Session, pairs: Sequence[tuple[str, str]], path: str) -> SearchQuery:
    """The search that parameters make. Raises BadChoice or UnknownName with a way on."""
    given = gather(pairs, path, _NAMES)
    way = _Missing(given, path)
    group = one_value("in", given, way.without("in")).casefold()
    order = one_value("order", given, way.without("order")).casefold()
    page = one_value("page", given, way.without("page"))
    issue = one_value("issue", given, way.without("issue"))
    if group not in ("", "all", *Group):
        values = ", ".join(Group)
        raise BadChoice(
            f"“in” cannot be “{group[:60]}”. It can be: {values}.", (), way.without("in"), "in"
        )
    if order not in ("", *HitOrder):
        values = ", ".join(HitOrder)
        raise BadChoice(
            f"“order” cannot be “{order[:60]}”. It can be: {values}.",
            (),
            way.without("order"),
            "order",
        )
    if page and not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= _LAST_PAGE):
        raise BadChoice(
            f"“page” takes a number from 1, not “{page[:60]}”.", (), way.without("page"), "page"
        )
    return SearchQuery(
        words=" ".join(given["q"]),
        group=Group(group) if group in tuple(Group) else None,
        issue=the_issue(session, issue).issue.slug if issue else "",
        order=HitOrder(order) if order else HitOrder.BEST,
        page=int(page) if page else 1,
    ).canonical()


def _check_page(query: SearchQuery, found: SearchRecords, path: str = "/search") -> None:
    """Raise BadChoice where the page asked for is after the last."""
    count = total_of(found)
    if query.page > 1 and query.offset >= count:
        last = max(1, -(-count // query.limit))
        raise BadChoice(
            f"There is no page {query.page}: what is found ends on page {last}.",
            (),
            (Link(replace(query, page=last).address(path), f"Page {last}"),),
            "page",
        )


def _help(session: Session, query: SearchQuery, found: SearchRecords) -> Help:
    """What may help who found nothing: each word by itself, and actors of a similar name."""
    if total_of(found) or not query.wanted:
        return Help()
    as_written = written(query.words)
    alone: tuple[tuple[str, int], ...] = ()
    if 1 < len(as_written) <= _ALONE and query.group is not Group.ACTORS:
        counts = phrase_counts(session, query)
        if any(number for _, number in counts):
            alone = tuple((as_written[form], number) for form, number in counts)
    return Help(alone, near_names(query.words, actor_names(session)))


def near_names(words: str, names: Mapping[str, tuple[str, str]]) -> tuple[Link, ...]:
    """The actors whose names, or a part of them, are most like the words or one of them.

    ``names`` are all names and aliases, and slug and name of whom they name.
    """
    parts: dict[str, list[str]] = {}
    for name in names:
        whole = fold(name.replace("-", " "))
        for part in {whole, *whole.split()}:
            if len(part) > 2:
                parts.setdefault(part, []).append(name)
    whole = fold(words.replace("-", " ").replace('"', " "))[:80]
    best: dict[str, float] = {}
    for asked in dict.fromkeys((whole, *whole.split()[:_ALONE])):
        if len(asked) < 3:
            continue
        for part, score, _ in process.extract(
            asked, list(parts), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3 * _NAMED
        ):
            for name in parts[part]:
                best[name] = max(score, best.get(name, 0))
    found: dict[str, Link] = {}
    for name in sorted(best, key=lambda name: (-best[name], name)):
        slug, called = names[name]
        found.setdefault(slug, Link(actor_address(slug), called))
    return tuple(found.values())[:_NAMED]


def search_data(
    query: SearchQuery,
    found: SearchRecords,
    absolute: Callable[[str], str],
    path: str = "/search.json",
) -> dict[str, Any]:
    """Each group that was looked for, as data; ``path`` is where its next pages are."""

    def following(group: Group, count: int) -> str | None:
        address = _next(query, group, count, path)
        return None if address is None else absolute(address)

    data: dict[str, Any] = {}
    if part := found.statements:
        data["statements"] = {
            "count": part.count,
            "reports": part.reports,
            "weighed": part.weighed,
            "next": following(Group.STATEMENTS, part.count),
            "issues": [{"slug": one.value, "count": one.count} for one in part.issues],
            "found": [
                statement_data(one, absolute) | spans_of(" … ".join(one.content_text), query.wanted)
                for one in part.found
            ],
        }
    if names := found.actors:
        data["actors"] = {
            "count": names.count,
            "next": following(Group.ACTORS, names.count),
            "found": [
                actor_ref_data(one.ref, absolute)
                | {
                    "role": one.role,
                    "statements": one.statements,
                    "otherwise": list(one.otherwise),
                }
                for one in names.found
            ],
        }
    if texts := found.articles:
        articles = []
        for one in texts.found:
            place = passage_of(one, query.wanted)
            articles.append(
                article_ref_data(one.ref, absolute)
                | {
                    "statements": one.statements,
                    "copies": one.copies,
                    "title_marks": spans_of(one.ref.title, query.wanted)["marks"],
                    "passage": {
                        "span": list(place.span),
                        "text": place.span.of(one.text),
                        "marks": [list(span) for span in place.marks],
                        "url": absolute(passage_address(one, place)),
                    }
                    if place
                    else None,
                }
            )
        data["articles"] = {
            "count": texts.count,
            "printings": texts.printings,
            "weighed": texts.weighed,
            "next": following(Group.ARTICLES, texts.count),
            "found": articles,
        }
    return data


def _next(query: SearchQuery, group: Group, count: int, path: str) -> str | None:
    """Where the group goes on, from the few of all three to the first page of it alone."""
    if query.offset + query.limit >= count:
        return None
    page = query.page + 1 if query.group else 1
    return replace(query, group=group, page=page).address(path)


def _rows(
    session: Session, query: SearchQuery, absolute: Callable[[str], str]
) -> Iterator[dict[str, object]]:
    if not query.wanted:
        return
    empty: dict[str, object] = dict.fromkeys(SEARCH_COLUMNS, "")
    if Group.STATEMENTS in query.groups:
        for one in statement_lines(session, query):
            yield empty | {
                "group": "statement",
                "id": one["id"],
                "permalink": absolute(statement_address(one["id"])),
                "place": absolute(place_address(one["article"], one["id"])),
                "words": " … ".join(one["content_text"]),
                "speaker": one["speaker"],
                "said_on": one["said_edtf"] or "",
                "outlet": one["outlet"],
                "published": one["published_edtf"] or "",
            }
    if Group.ACTORS in query.groups:
        for hit in actor_hits(session, query, everyone=True).found:
            yield empty | {
                "group": "actor",
                "id": hit.ref.slug,
                "permalink": absolute(actor_address(hit.ref.slug)),
                "name": hit.ref.name,
            }
    if Group.ARTICLES in query.groups:
        for one in article_lines(session, query):
            yield empty | {
                "group": "article",
                "id": one["id"],
                "permalink": absolute(article_address(one["id"])),
                "name": one["title"] or "",
                "outlet": one["outlet"],
                "published": one["published_edtf"] or "",
            }
