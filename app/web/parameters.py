"""Reading a choice from an address: every variant that is clear, and nothing that is not."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE, Bands, ComparisonView, RowGroup, RowOrder
from app.domain.statements import StatementKind
from app.views.links import Link
from app.web.problems import BadChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

_Enum = TypeVar("_Enum", bound=StrEnum)

# What people write for a parameter; the value is its canonical name.
_NAMES = {
    "actor": "actor", "actors": "actor", "speaker": "actor", "speakers": "actor",
    "from": "from", "since": "from",
    "to": "to", "until": "to",
    "stance": "stance", "stances": "stance",
    "kind": "kind", "kinds": "kind",
    "outlet": "outlet", "outlets": "outlet",
    "q": "q", "words": "q", "search": "q",
    "undated": "undated",
    "issue": "issue",
    "side": "side", "sides": "side", "country": "side",
    "who": "who",
    "scope": "scope", "scopes": "scope",
    "reviewed": "reviewed",
}  # fmt: skip
# How a page shows a choice. Its data is the same, and ignores them.
_VIEW = {
    "bands": "bands",
    "before": "before",
    "group": "group",
    "order": "order", "sort": "order",
    "stack": "stack",
    "view": "view",
}  # fmt: skip
_PAGE = re.compile(r"(?:\d{4}-\d{2}-\d{2}|undated)\.[0-9a-z]{1,26}")
# Appended by other sites to links that people share; they ask for nothing.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_", "ref", "_")
_LONGEST = 300
_MOST = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address asks for; actors and outlets as they were written, not yet looked up."""

    issue: str = DEFAULT_ISSUE
    actors: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    undated: bool = False
    sides: tuple[str, ...] = ()
    who: tuple[ActorKind, ...] = ()
    stances: tuple[Stance, ...] = ()
    scopes: tuple[Scope, ...] = ()
    reviewed: bool = False
    kinds: tuple[StatementKind, ...] = ()
    outlets: tuple[str, ...] = ()
    words: str = ""


def read_choice(pairs: Sequence[tuple[str, str]], path: str = "/compare") -> Choice:
    """The choice that the parameters of an address make; empty ones make none.

    Raises BadChoice, with what is wrong and the address without it, on an unknown parameter, a
    value that is not one of those allowed, a date that does not exist, or a range that ends
    before it begins. What says how it is shown, for read_view, is passed over.
    """
    given = gather(pairs, path, _NAMES | _VIEW)

    def without(*names: str) -> tuple[Link, ...]:
        return same_without(given, path, *names)

    first, last = days(given, path)
    undated = one_value("undated", given, without("undated")).casefold()
    if undated not in ("", "show", "hide"):
        raise BadChoice(
            f"“undated” can only be “show”, not {_cited(undated)}.",
            (),
            without("undated"),
            "undated",
        )
    reviewed = one_value("reviewed", given, without("reviewed")).casefold()
    if reviewed not in ("", "only"):
        raise BadChoice(
            f"“reviewed” can only be “only”, not {_cited(reviewed)}.",
            (),
            without("reviewed"),
            "reviewed",
        )
    return Choice(
        issue=one_value("issue", given, without("issue")) or DEFAULT_ISSUE,
        actors=tuple(given["actor"]),
        first=first,
        last=last,
        undated=undated == "show",
        sides=tuple(side.casefold() for side in given["side"]),
        who=_enums("who", ActorKind, given["who"], without("who")),
        scopes=_enums("scope", Scope, given["scope"], without("scope")),
        reviewed=reviewed == "only",
        stances=_enums("stance", Stance, given["stance"], without("stance")),
        kinds=_enums("kind", StatementKind, given["kind"], without("kind")),
        outlets=tuple(given["outlet"]),
        words=" ".join(given["q"]),
    )


def read_view(pairs: Sequence[tuple[str, str]], path: str = "/compare") -> ComparisonView:
    """How a comparison is to be shown; raises BadChoice as read_choice does."""
    given = gather(pairs, path, _NAMES | _VIEW)

    def one(name: str, kind: type[_Enum]) -> _Enum | None:
        ways_on = same_without(given, path, name)
        value = one_value(name, given, ways_on)
        return _enums(name, kind, (value,), ways_on)[0] if value else None

    def word(name: str, *allowed: str) -> str:
        ways_on = same_without(given, path, name)
        value = one_value(name, given, ways_on).casefold()
        if value and value not in allowed:
            offered = " or ".join(f"“{one}”" for one in allowed)
            raise BadChoice(f"“{name}” can be {offered}, not {_cited(value)}.", (), ways_on, name)
        return value

    first = same_without(given, path, "before")
    before = one_value("before", given, first)
    if before and not _PAGE.fullmatch(before):
        raise BadChoice(
            f"“before” takes what a link to older words has, not {_cited(before)}.",
            (),
            first,
            "before",
        )
    shown = word("view", "overview", "words")
    return ComparisonView(
        overview=shown == "overview" if shown else None,
        bands=one("bands", Bands),
        order=one("order", RowOrder) or RowOrder.STATEMENTS,
        group=one("group", RowGroup) or RowGroup.SIDE,
        by_actor=word("stack", "actor", "date") == "actor",
        before=before,
    )


def filter_name(written: str) -> str | None:
    """The canonical name of a filter that is written so; None where there is no such filter."""
    return _NAMES.get(written.casefold())


def same_without(given: Mapping[str, Sequence[str]], path: str, *names: str) -> tuple[Link, ...]:
    """The way on to the same choice without these parameters."""
    kept = [(name, value) for name, values in given.items() for value in values
            if name not in names]  # fmt: skip
    address = f"{path}?{urlencode(kept)}" if kept else path
    return (Link(address, f"The same without {' and '.join(f'“{name}”' for name in names)}"),)


def days(given: Mapping[str, Sequence[str]], path: str) -> tuple[date | None, date | None]:
    """The first and the last day of the range asked for.

    Raises BadChoice on a date that does not exist, or a range that ends before it begins.
    """
    first = _day("from", given, same_without(given, path, "from"))
    last = _day("to", given, same_without(given, path, "to"))
    if first and last and first > last:
        turned = {**given, "from": [last.isoformat()], "to": [first.isoformat()]}
        address = f"{path}?{urlencode([(n, v) for n, vs in turned.items() for v in vs])}"
        raise BadChoice(
            f"The range begins on {first.isoformat()}, after it ends on {last.isoformat()}.",
            (Link(address, f"From {last.isoformat()} to {first.isoformat()}"),),
            same_without(given, path, "from", "to"),
            "from",
        )
    return first, last


def no_filters(request: Request) -> None:
    """Refuse every parameter but those that other sites append; for pages that take none.

    Raises BadChoice with the same filter on /compare where there is one: a filter that is
    silently ignored shows too much.
    """
    _refuse_others(request, ())


def only_issue(request: Request) -> str:
    """The issue asked for, empty when none is. Raises BadChoice on any other parameter."""
    _refuse_others(request, ("issue",))
    return _one_of_them(request, request.query_params.multi_items(), "issue")


def issue_and_place(request: Request) -> tuple[str, str, str]:
    """The issue asked for, and ``after`` or ``before`` with the id beside which a page lies.

    Each is empty where it is not asked for. Raises BadChoice on any other parameter.
    """
    _refuse_others(request, ("issue", "after", "before"))
    pairs = request.query_params.multi_items()
    issue = _one_of_them(request, pairs, "issue")
    places = {name: _one_of_them(request, pairs, name) for name in ("after", "before")}
    asked = [(name, value) for name, value in places.items() if value]
    if len(asked) > 1:
        raise BadChoice(
            "“after” and “before” are two pages: give one of them.",
            (),
            (Link(request.url.path, "The first page"),),
            "before",
        )
    return (issue, *asked[0]) if asked else (issue, "", "")


def _one_of_them(request: Request, pairs: Iterable[tuple[str, str]], wanted: str) -> str:
    values = {value.strip(" ") for name, value in pairs if name.casefold() == wanted} - {""}
    if len(values) > 1:
        raise BadChoice(
            f"“{wanted}” is given more than once: {', '.join(map(_cited, sorted(values)[:5]))}.",
            (),
            (Link(request.url.path, "The same page without it"),),
            wanted,
        )
    return values.pop() if values else ""


def issue_and_days(request: Request) -> Choice:
    """The issue and the days asked for. Raises BadChoice on any other parameter, as read_choice."""
    _refuse_others(request, ("issue", "from", "to"))
    return read_choice(request.query_params.multi_items(), request.url.path)


def days_and_after(request: Request) -> tuple[Choice, str]:
    """The same, and ``after`` whom a page begins; empty where it is not asked for."""
    _refuse_others(request, ("issue", "from", "to", "after"))
    pairs = request.query_params.multi_items()
    rest = [(name, value) for name, value in pairs if name.casefold() != "after"]
    return read_choice(rest, request.url.path), _one_of_them(request, pairs, "after")


def only_before(request: Request) -> int | None:
    """The number that the page asked for begins before. Raises BadChoice on all else."""
    _refuse_others(request, ("before",))
    pairs = request.query_params.multi_items()
    values = {value.strip(" ") for name, value in pairs if name.casefold() == "before"} - {""}
    if not values:
        return None
    value = values.pop()
    if values or not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise BadChoice(
            f"“before” takes the number in the link to what is older, not {_cited(value)}.",
            (),
            (Link(request.url.path, "The newest"),),
            "before",
        )
    return int(value)


def _refuse_others(request: Request, taken: tuple[str, ...]) -> None:
    """Raise BadChoice when there is a parameter besides those taken and those of tracking."""
    path, pairs = request.url.path, request.query_params.multi_items()
    unknown = [
        name
        for name, _ in pairs
        if name.casefold() not in taken and not name.casefold().startswith(_TRACKING)
    ]
    if not unknown:
        return
    takes = f"only {' and '.join(f'“{name}”' for name in taken)}" if taken else "no filters"
    kept = [(name, value) for name, value in pairs if name.casefold() in taken]
    address = f"{path}?{urlencode(kept)}" if kept else path
    raise BadChoice(
        f"This page takes {takes}, so {_cited(unknown[0])} would change nothing.",
        _on_compare(path, pairs),
        (Link(address, "The same page without it"),),
        unknown[0][:60],
    )


def _on_compare(path: str, pairs: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    """The same filters on the comparison, if it has them; an actor's page adds the actor."""
    page, dot, form = path.partition(".")
    _, room, *rest = page.split("/")
    if rest and room != "actors":
        return ()  # one text or one statement: there is nothing to choose from
    filters = [(name, value) for name, value in pairs if name.casefold() in _NAMES]
    if not filters:
        return ()
    chosen = [("actor", slug) for slug in rest[:1]] + filters
    compare = f"/compare{dot}{form}"
    try:
        read_choice(chosen, compare)
    except BadChoice:
        return ()
    return (Link(f"{compare}?{urlencode(chosen)}", "The same filter in the comparison"),)


def gather(
    pairs: Iterable[tuple[str, str]], path: str, names: Mapping[str, str] = _NAMES
) -> dict[str, list[str]]:
    """Values by canonical name, commas split where a list is meant, empty ones dropped.

    ``names`` maps what people write for a parameter to its canonical name. Raises BadChoice on
    any other name, and on a value that is too long or that nobody can see.
    """
    given: dict[str, list[str]] = defaultdict(list)
    for raw_name, raw_value in pairs:
        name = names.get(raw_name.casefold())
        value = _printable(raw_value)
        if name is None:
            if raw_name.casefold().startswith(_TRACKING):
                continue
            near = get_close_matches(raw_name.casefold(), names, n=1)
            meant = names[near[0]] if near else ""
            hint = f" Did you mean “{meant}”?" if meant else ""
            link = Link(f"{path}?{urlencode([(meant, value)])}", f"{meant}={value}")
            raise BadChoice(
                f"There is no filter called {_cited(raw_name)}.{hint} Filters are: "
                f"{', '.join(dict.fromkeys(names.values()))}.",
                (link,) if meant else (),
                (Link(path, "Everything, without filters"),),
                raw_name[:60],
            )
        if raw_value.strip(" \t\r\n") and not value:
            raise BadChoice(
                f"What is given for “{name}” is only characters that nobody can see.",
                (),
                (Link(path, "Everything, without filters"),),
                name,
            )
        if len(value) > _LONGEST:
            raise BadChoice(
                f"What is given for “{name}” is longer than {_LONGEST} characters.",
                (),
                (Link(path, "Everything, without filters"),),
                name,
            )
        parts = [value] if name == "q" else value.split(",")
        given[name] += [part.strip() for part in parts if part.strip()]
        if len(given[name]) > _MOST:
            raise BadChoice(
                f"“{name}” is given more than {_MOST} times.",
                (),
                (Link(path, "Everything, without filters"),),
                name,
            )
    return given


def one_value(name: str, given: Mapping[str, Sequence[str]], ways_on: tuple[Link, ...]) -> str:
    """The single value of a parameter, empty when it is not given. Raises BadChoice on several."""
    values = list(dict.fromkeys(given.get(name, ())))
    if len(values) > 1:
        raise BadChoice(
            f"“{name}” is given more than once: {', '.join(map(_cited, values[:5]))}.",
            (),
            ways_on,
            name,
        )
    return values[0] if values else ""


def _day(name: str, given: Mapping[str, Sequence[str]], ways_on: tuple[Link, ...]) -> date | None:
    """The first day that a date names for ``from``, the last one for ``to``."""
    written = one_value(name, given, ways_on)
    try:
        when = UncertainDate.parse(written, DateBasis.STATED)
    except ValueError as error:
        raise BadChoice(f"“{name}” cannot be read: {error}", (), ways_on, name) from error
    if when.edtf and not when.edtf.replace("-", "").isdigit():
        raise BadChoice(
            f"“{name}” cannot be read: {_cited(written)} is not a date like 2025, 2025-02 or "
            "2025-02-25.",
            (),
            ways_on,
            name,
        )
    return when.first if name == "from" else when.last


def _enums(
    name: str, kind: type[_Enum], values: Iterable[str], ways_on: tuple[Link, ...]
) -> tuple[_Enum, ...]:
    """The members that the values name, however they are cased."""
    members = {member.value: member for member in kind}
    found = []
    for value in values:
        member = members.get(value.casefold())
        if member is None:
            near = get_close_matches(value.casefold(), members, n=1, cutoff=0.5)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise BadChoice(
                f"“{name}” cannot be {_cited(value)}.{hint} It can be: {', '.join(members)}.",
                (),
                ways_on,
                name,
            )
        found.append(member)
    return tuple(found)


def _printable(value: str) -> str:
    """The value without what nobody can see or a database cannot store."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character for character in value
    ).strip()


def _cited(value: str) -> str:
    """A value in quotation marks, cut to a length that a page can show."""
    return f"“{value[:60]}…”" if len(value) > 60 else f"“{value}”"
