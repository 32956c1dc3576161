"""Errors of a request that know a way on: near names, and addresses that work."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from app.domain.actors import fold
from app.errors import NotFoundError, QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.views.links import Link


class _WithWaysOn(Exception):  # noqa: N818 - what the visitor did, said to the visitor
    """``suggestions`` are the nearest that exist, ``ways_on`` addresses that work.

    ``parameter`` is the one of the address that is wrong, by its canonical name if it has one.
    """

    def __init__(
        self,
        message: str,
        suggestions: tuple[Link, ...] = (),
        ways_on: tuple[Link, ...] = (),
        parameter: str | None = None,
    ) -> None:
        super().__init__(message)
        self.suggestions = suggestions
        self.ways_on = ways_on
        self.parameter = parameter


class BadChoice(_WithWaysOn, QueryError):  # noqa: N818 - as above
    """A choice that cannot be read; ``ways_on`` are the same choice without what is wrong."""


class UnknownName(_WithWaysOn, NotFoundError):  # noqa: N818
    """Nothing has that name."""


def nearest(asked: str, known: Mapping[str, Link], limit: int = 5) -> tuple[Link, ...]:
    """The things whose names are nearest to what was asked for, the nearest first.

    ``known`` maps names and slugs to links; a part of a name counts too ('rute' finds
    'Mark Rutte'). Similarity is difflib's ratio of matching characters.
    """
    wanted = fold(asked.replace("-", " "))[:80]
    spellings: dict[str, list[str]] = {}
    for name in known:
        whole = fold(name.replace("-", " "))
        for spelling in {whole, *whole.split()}:
            if len(spelling) > 2:
                spellings.setdefault(spelling, []).append(name)
    found: dict[str, Link] = {}
    for spelling in get_close_matches(wanted, spellings, n=3 * limit, cutoff=0.7):
        for name in spellings[spelling]:
            found.setdefault(known[name].address, known[name])
    return tuple(found.values())[:limit]
