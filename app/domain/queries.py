"""ComparisonQuery: what a visitor asks to see, and its one canonical address.

ComparisonView says how it is shown; it stands in addresses of pages, and in nothing that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote_plus

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

DEFAULT_ISSUE = "foreign-troops-ukraine"


@dataclass(frozen=True, slots=True)
class ComparisonQuery:
    """A choice of statements on one issue. An empty choice leaves that side open.

    ``first`` and ``last`` bound the day on which something was said, both included. A statement
    whose day is unknown, or only possibly between the two, is never mixed in: it is offered
    apart, and listed when ``undated`` is set. Without a range nothing is left out, so that
    ``undated`` asks for nothing then. Of one filter several values mean any of them; all filters
    have to hold. A stance and a scope have to be those of one position.
    """

    issue: str = DEFAULT_ISSUE
    actors: tuple[str, ...] = ()  # slugs of speakers
    first: date | None = None
    last: date | None = None
    undated: bool = False
    stances: tuple[Stance, ...] = ()
    kinds: tuple[StatementKind, ...] = ()
    outlets: tuple[str, ...] = ()  # slugs
    words: str = ""
    sides: tuple[str, ...] = ()  # countries, "ua", and slugs of bodies of several countries, "nato"
    who: tuple[ActorKind, ...] = ()  # what the speaker is
    scopes: tuple[Scope, ...] = ()
    reviewed: bool = False  # only what a person has checked

    @property
    def ranged(self) -> bool:
        """Whether a first or a last day is chosen."""
        return self.first is not None or self.last is not None

    @property
    def lists_undated(self) -> bool:
        """Whether statements that are not certainly in the range are listed, apart."""
        return self.undated or not self.ranged

    def canonical(self) -> ComparisonQuery:
        """The same choice in its one form: sorted, no repeats, words with single spaces."""
        return replace(
            self,
            actors=_once(self.actors),
            sides=_once(self.sides),
            who=_ordered(ActorKind, self.who),
            undated=self.undated and self.ranged,
            stances=_ordered(Stance, self.stances),
            scopes=_ordered(Scope, self.scopes),
            kinds=_ordered(StatementKind, self.kinds),
            outlets=_once(self.outlets),
            words=" ".join(self.words.split()),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its canonical address, defaults left out, sorted by name."""
        # In this order, which is that of the names: a page has two hundred addresses.
        pairs = [("actor", slug) for slug in _once(self.actors)]
        if self.first:
            pairs.append(("from", self.first.isoformat()))
        if self.issue != DEFAULT_ISSUE:
            pairs.append(("issue", self.issue))
        pairs += [("kind", kind.value) for kind in _ordered(StatementKind, self.kinds)]
        pairs += [("outlet", slug) for slug in _once(self.outlets)]
        words = " ".join(self.words.split())
        if words:
            pairs.append(("q", words))
        if self.reviewed:
            pairs.append(("reviewed", "only"))
        pairs += [("scope", scope.value) for scope in _ordered(Scope, self.scopes)]
        pairs += [("side", side) for side in _once(self.sides)]
        pairs += [("stance", stance.value) for stance in _ordered(Stance, self.stances)]
        if self.last:
            pairs.append(("to", self.last.isoformat()))
        if self.undated and self.ranged:
            pairs.append(("undated", "show"))
        pairs += [("who", kind.value) for kind in _ordered(ActorKind, self.who)]
        return pairs

    def address(self, path: str = "/compare", view: ComparisonView | None = None) -> str:
        """The canonical address under ``path``: one choice, shown one way, one address."""
        pairs = self.parameters()
        more = view.parameters() if view else ()
        if more:
            pairs = sorted([*pairs, *more], key=lambda pair: pair[0])
        return f"{path}?{_encoded(pairs)}" if pairs else path

    def between(self, path: str = "/compare") -> Callable[[date | None, date | None], str]:
        """What gives the address of the same choice for other days: for many of them."""
        pairs = replace(self, first=None, last=None).parameters()
        before = _encoded(pair for pair in pairs if pair[0] < "from")
        within = _encoded(pair for pair in pairs if "from" < pair[0] < "to")
        after = _encoded(pair for pair in pairs if pair[0] > "to")

        def address(first: date | None, last: date | None) -> str:
            parts = (
                before,
                f"from={first.isoformat()}" if first else "",
                within,
                f"to={last.isoformat()}" if last else "",
                "undated=show" if self.undated and (first or last) else "",
                after,
            )
            asked = "&".join([part for part in parts if part])
            return f"{path}?{asked}" if asked else path

        return address


_Value = TypeVar("_Value", bound=StrEnum)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    """The values sorted, each once."""
    return tuple(sorted(set(values))) if len(values) > 1 else values


def _ordered(kind: type[_Value], values: tuple[_Value, ...]) -> tuple[_Value, ...]:
    """The values in the order of their kind, each once."""
    return tuple(one for one in kind if one in values) if len(values) > 1 else values


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as an address has them; as urlencode, names needing no quotes."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in pairs])


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote_plus(value)


class Bands(StrEnum):
    """The stretches of time that stand on one line of a comparison."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class RowOrder(StrEnum):
    """In which order the actors of an overview stand."""

    STATEMENTS = "statements"  # most first
    NAME = "name"
    LATEST = "latest"  # who said something last


class RowGroup(StrEnum):
    """By what the actors of an overview are put together."""

    SIDE = "side"
    WHO = "who"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """How a comparison is shown. Defaults stand in no address.

    ``overview`` None means what fits: columns of words for one to six actors chosen, else the
    overview. ``before`` is where the page of words begins, as the page before it said.
    """

    overview: bool | None = None
    bands: Bands | None = None  # None: by how long a time is shown
    order: RowOrder = RowOrder.STATEMENTS
    group: RowGroup = RowGroup.SIDE
    by_actor: bool = False  # on a narrow screen one actor after the other, not one month
    before: str = ""

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of what is not as it is by default, sorted by name."""
        pairs: list[tuple[str, str]] = []
        if self.bands is not None:
            pairs.append(("bands", self.bands.value))
        if self.before:
            pairs.append(("before", self.before))
        if self.group is not RowGroup.SIDE:
            pairs.append(("group", self.group.value))
        if self.order is not RowOrder.STATEMENTS:
            pairs.append(("order", self.order.value))
        if self.by_actor:
            pairs.append(("stack", "actor"))
        if self.overview is not None:
            pairs.append(("view", "overview" if self.overview else "words"))
        return pairs


class By(StrEnum):
    """What agreement is counted by: each is one unit, in which an actor has one standing."""

    ISSUE = "issue"
    MONTH = "month"  # of one issue


@dataclass(frozen=True, slots=True)
class AgreementQuery:
    """A choice of actors and of what their agreement is counted by.

    ``by`` None means what fits: issues or, where one issue is chosen, its months. ``least`` is
    how many units two actors must share for their share to be shown in full.
    """

    by: By | None = None
    issue: str | None = None  # slug; None: all of them
    actors: tuple[str, ...] = ()  # slugs; none: those with most units
    first: date | None = None
    last: date | None = None
    least: int = 1

    @property
    def unit(self) -> By:
        """What it is counted by."""
        return self.by or self._fitting

    @property
    def _fitting(self) -> By:
        return By.ISSUE if self.issue is None else By.MONTH

    def canonical(self) -> AgreementQuery:
        """The same choice in its one form: actors sorted and once, ``by`` only where it decides."""
        by = None if self.by is self._fitting else self.by
        return replace(self, by=by, actors=tuple(sorted(set(self.actors))))

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its canonical address, defaults left out, sorted by name."""
        choice = self.canonical()
        pairs = [("actor", slug) for slug in choice.actors]
        if choice.by:
            pairs.append(("by", choice.by.value))
        if choice.first:
            pairs.append(("from", choice.first.isoformat()))
        if choice.issue:
            pairs.append(("issue", choice.issue))
        if choice.least > 1:
            pairs.append(("least", str(choice.least)))
        if choice.last:
            pairs.append(("to", choice.last.isoformat()))
        return pairs

    def address(self, path: str = "/agreement", form: str = "") -> str:
        """The canonical address under ``path``; ``form`` asks a file for that form of the data."""
        pairs = self.parameters()
        if form:
            pairs = sorted([*pairs, ("form", form)], key=lambda pair: pair[0])
        return f"{path}?{_encoded(pairs)}" if pairs else path
