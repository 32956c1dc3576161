"""ComparisonQuery: what a visitor asks to see, and its one canonical address.

ComparisonView says how it is shown; it stands in addresses of pages, and in nothing that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.domain.actors import ActorKind
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind

if TYPE_CHECKING:
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
            actors=tuple(sorted(set(self.actors))),
            sides=tuple(sorted(set(self.sides))),
            who=tuple(kind for kind in ActorKind if kind in self.who),
            undated=self.undated and self.ranged,
            stances=tuple(stance for stance in Stance if stance in self.stances),
            scopes=tuple(scope for scope in Scope if scope in self.scopes),
            kinds=tuple(kind for kind in StatementKind if kind in self.kinds),
            outlets=tuple(sorted(set(self.outlets))),
            words=" ".join(self.words.split()),
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its canonical address, defaults left out, sorted by name."""
        choice = self.canonical()
        pairs = [("actor", slug) for slug in choice.actors]
        pairs += [("side", side) for side in choice.sides]
        pairs += [("who", kind.value) for kind in choice.who]
        pairs += [("stance", stance.value) for stance in choice.stances]
        pairs += [("scope", scope.value) for scope in choice.scopes]
        pairs += [("kind", kind.value) for kind in choice.kinds]
        pairs += [("outlet", slug) for slug in choice.outlets]
        if choice.first:
            pairs.append(("from", choice.first.isoformat()))
        if choice.last:
            pairs.append(("to", choice.last.isoformat()))
        if choice.undated:
            pairs.append(("undated", "show"))
        if choice.reviewed:
            pairs.append(("reviewed", "only"))
        if choice.words:
            pairs.append(("q", choice.words))
        if choice.issue != DEFAULT_ISSUE:
            pairs.append(("issue", choice.issue))
        return sorted(pairs, key=lambda pair: pair[0])

    def address(self, path: str = "/compare", view: ComparisonView | None = None) -> str:
        """The canonical address under ``path``: one choice, shown one way, one address."""
        pairs = self.parameters()
        if view:
            pairs = sorted([*pairs, *view.parameters()], key=lambda pair: pair[0])
        encoded = urlencode(pairs)
        return f"{path}?{encoded}" if encoded else path


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
        encoded = urlencode(pairs)
        return f"{path}?{encoded}" if encoded else path
