"""Parameters of the API: what each address takes, described and read strictly.

They are those of the pages (app/web/parameters.py), and ``limit`` and ``cursor`` of lists. Other
than pages, which are shared with what other sites append to links, the API refuses all else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.statements import StatementKind
from app.views.links import Link
from app.web.dependencies import the_issue
from app.web.parameters import filter_name, read_choice
from app.web.problems import BadChoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from sqlalchemy.orm import Session

MOST = 200
USUAL = 50

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address, as OpenAPI describes it."""

    name: str
    description: str
    example: object = None
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    repeats: bool = False

    def described(self) -> dict[str, Any]:
        """The Parameter Object of OpenAPI."""
        schema = dict(self.schema)
        if self.repeats:
            schema = {"type": "array", "items": schema}
        found: dict[str, Any] = {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": schema,
        }
        if self.repeats:
            found |= {"style": "form", "explode": True}
        if self.example is not None:
            found["example"] = [self.example] if self.repeats else self.example
        return found


def one_of(kind: type[StrEnum]) -> dict[str, Any]:
    """The schema of the values of an enumeration."""
    return {"type": "string", "enum": [one.value for one in kind]}


# As on pages, an empty value is as if none were given.
_DAY = {"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"}
_SLUG = {"type": "string", "pattern": "^([a-z0-9]+(-[a-z0-9]+)*)?$", "maxLength": 200}

ISSUE = Parameter(
    "issue",
    f"The slug of an issue; left out for `{DEFAULT_ISSUE}`.",
    "ukraine-nato-membership",
    _SLUG,
)
_ACTOR = Parameter(
    "actor",
    "Who speaks: a slug, or a name or alias that only one actor has.",
    "dmitry-peskov",
    {"type": "string", "minLength": 1, "maxLength": 300},
    repeats=True,
)
_OUTLET = Parameter(
    "outlet",
    "Who published it: a slug or a name.",
    schema={"type": "string", "minLength": 1, "maxLength": 300},
    repeats=True,
)
WORDS = Parameter(
    "q",
    "Words that have to be there; in double quotation marks, as they stand.",
    "troops",
    {"type": "string", "maxLength": 300},
)
FILTERS = (
    ISSUE,
    _ACTOR,
    Parameter(
        "from", "The first day on which it was said; a month or a year means its first.",
        "2025-02", _DAY,
    ),
    Parameter(
        "to", "The last day on which it was said, included; a month or a year means its last.",
        "2025-12-31", _DAY,
    ),
    Parameter(
        "undated",
        "With `from` or `to`: list what cannot be placed in the range too, apart.",
        "show",
        {"type": "string", "enum": ["show", "hide"]},
    ),
    Parameter("stance", "Which way a position goes.", "opposes", one_of(Stance), repeats=True),
    Parameter(
        "scope",
        "Whose part the position is about; with `stance` both have to be of one position.",
        "own",
        one_of(Scope),
        repeats=True,
    ),
    Parameter("kind", "How the words are given.", "direct", one_of(StatementKind), repeats=True),
    Parameter(
        "side",
        "The speaker’s country (`ua`; `eu`), or the slug of a body of several countries (`nato`).",
        "ua",
        {"type": "string", "minLength": 1, "maxLength": 300},
        repeats=True,
    ),
    Parameter("who", "What the speaker is.", "person", one_of(ActorKind), repeats=True),
    Parameter(
        "reviewed", "Only what a person has checked.", "only", {"type": "string", "enum": ["only"]}
    ),
    _OUTLET,
    WORDS,
)  # fmt: skip
LIMIT = Parameter(
    "limit",
    f"How many a page holds, 1 to {MOST}.",
    USUAL,
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
)
CURSOR = Parameter(
    "cursor",
    "Where the page begins: only ever as `next` gave it.",
    schema={"type": "string", "maxLength": 300},
)
PAGING = (LIMIT, CURSOR)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: its filters as written, and the page of a list."""

    path: str
    filters: Pairs
    limit: int
    cursor: str

    def issue(self, session: Session) -> str:
        """The slug of the issue asked for, or of the usual one. Raises UnknownName or BadChoice."""
        choice = read_choice(self.filters, self.path)
        return the_issue(session, choice.issue).issue.slug

    def page(self, cursor: str) -> str:
        """The address of the page of the same list that begins there."""
        pairs = [*self.filters]
        if self.limit != USUAL:
            pairs.append(("limit", str(self.limit)))
        pairs.append(("cursor", cursor))
        return f"{self.path}?{urlencode(pairs)}"


def takes(*parameters: Parameter) -> Callable[[Request], Asked]:
    """A dependency that gives what is asked for.

    It raises BadChoice on every parameter but these, and on a limit or a cursor that is none.
    """
    names = tuple(one.name for one in parameters)

    def asked(request: Request) -> Asked:
        return read(quote(request.url.path), request.query_params.multi_items(), names)

    return asked


def read(path: str, pairs: Pairs, names: Sequence[str]) -> Asked:
    """What the parameters of an address ask for, of which only those named are taken."""
    filters: list[tuple[str, str]] = []
    of_page: dict[str, list[str]] = {"limit": [], "cursor": []}
    for written, value in pairs:
        name = _name(written, names)
        if name is None:
            raise _unknown(path, pairs, written, names)
        if name in of_page:
            of_page[name].append(value)
        else:
            filters.append((written, value))
    for name, values in of_page.items():
        if len(values) > 1:
            raise _bad(path, filters, name, f"“{name}” is given more than once.")
    return Asked(
        path,
        filters,
        _limit(path, filters, *of_page["limit"]),
        _cursor(path, filters, *of_page["cursor"]),
    )


def bad_cursor(asked: Asked) -> BadChoice:
    """The error where a cursor is none that was given out."""
    message = "“cursor” is taken only as “next” of a page gave it."
    return _bad(asked.path, asked.filters, "cursor", message)


def _name(written: str, names: Sequence[str]) -> str | None:
    """The canonical name of a parameter if it is one of those taken."""
    folded = written.casefold()
    known = folded if folded in names else filter_name(folded)
    return known if known in names else None


def _limit(path: str, filters: Pairs, value: str = str(USUAL)) -> int:
    digits = value if value.isascii() and value.isdigit() and len(value) <= 4 else "0"
    if not 1 <= int(digits) <= MOST:
        message = f"“limit” is a number from 1 to {MOST}, not “{value[:60]}”."
        raise _bad(path, filters, "limit", message)
    return int(digits)


def _cursor(path: str, filters: Pairs, value: str = "") -> str:
    if len(value) > 300 or not value.isascii() or not value.isprintable():
        raise bad_cursor(Asked(path, filters, USUAL, ""))
    return value


def _bad(path: str, filters: Pairs, name: str, message: str) -> BadChoice:
    address = f"{path}?{urlencode(filters)}" if filters else path
    return BadChoice(message, (), (Link(address, f"The same without “{name}”"),), name)


def _unknown(path: str, pairs: Pairs, written: str, names: Sequence[str]) -> BadChoice:
    kept = [(name, value) for name, value in pairs if _name(name, names)]
    same = f"{path}?{urlencode(kept)}" if kept else path
    near = get_close_matches(written.casefold(), names, n=1)
    given = [value for name, value in pairs if name == written][:1]
    meant = [
        Link(f"{path}?{urlencode([*kept, (name, value)])}", f"{name}={value[:60]}")
        for name, value in zip(near, given, strict=False)
    ]
    hint = f" Did you mean “{near[0]}”?" if near else ""
    taken = f"Taken here: {', '.join(names)}." if names else "None is taken here."
    return BadChoice(
        f"There is no parameter called “{written[:60]}”.{hint} {taken}",
        tuple(meant),
        (Link(same, "The same without it"),),
        written[:60],
    )
