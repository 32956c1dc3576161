"""AccuracyPage: how right the machine was, counted on what people have reviewed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.domain.positions import Stance
from app.domain.reviews import EDGES, Reviewed, Said, SaidPosition
from app.domain.statements import StatementKind
from app.views.wording import KIND, STANCE, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# Of fewer a share is chance: that of 9 all right may be one of 70 % (95 % interval, Wilson).
ENOUGH = 10
TOO_FEW = "too few to say"
COLUMNS = ("by", "group", "what", "right", "reviewed", "share", "enough")
WHO, WAY = "who said what", "which way"
_UNKNOWN_MONTH = "month not known"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Count:
    """So many right of so many reviewed."""

    right: int
    of: int

    @property
    def enough(self) -> bool:
        """Whether a share says something."""
        return self.of >= ENOUGH

    @property
    def text(self) -> str:
        """'41 of 50', empty of none."""
        return f"{self.right:,} of {self.of:,}" if self.of else ""

    @property
    def share(self) -> str:
        """'82 %', or that there are too few; empty of none."""
        if not self.of:
            return ""
        return f"{self.right / self.of:.0%}".replace("%", "\u00a0%") if self.enough else TOO_FEW


@dataclass(frozen=True, slots=True)
class Group:
    """The reviewed statements and positions that have something in common."""

    name: str
    who: Count  # statements: speaker, words and kind
    way: Count  # positions: issue, stance and whose it is


@dataclass(frozen=True, slots=True)
class Table:
    """Groups by one thing. ``who`` and ``way`` tell which columns say something."""

    id: str
    title: str
    head: str  # of the first column
    note: str
    groups: tuple[Group, ...]
    who: bool = True
    way: bool = True


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that people changed, and how often."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class AccuracyPage:
    """All that /accuracy shows."""

    title: str
    sentence: str
    whole: Group
    tables: tuple[Table, ...]
    corrections: tuple[Correction, ...]
    reviewed: int
    added: int
    enough: int
    address: str
    json: str
    csv: str


def accuracy_page(reviews: Sequence[Reviewed], titles: Mapping[str, str]) -> AccuracyPage:
    """The figures for reviewed statements; ``titles`` are those of issues, by slug."""
    found = [one for one in reviews if one.machine is not None]
    added = len(reviews) - len(found)
    articles = len({one.article for one in reviews})
    return AccuracyPage(
        title="How right the machine was",
        sentence=(
            f"{counted(len(found), 'statement')} that the machine found "
            f"{'has' if len(found) == 1 else 'have'} been reviewed by people, in "
            f"{counted(articles, 'article')}."
        ),
        whole=_group("All", found, _positions(found)),
        tables=tables(found, titles),
        corrections=_corrections(found, added),
        reviewed=len(found),
        added=added,
        enough=ENOUGH,
        address="/accuracy",
        json="/accuracy.json",
        csv="/accuracy.csv",
    )


def tables(found: Sequence[Reviewed], titles: Mapping[str, str]) -> tuple[Table, ...]:
    """One table for each thing by which is counted; groups are named as the machine had them."""
    positions = _positions(found)
    outlets = {one.outlet.slug: one.outlet.name for one in found}
    stances = [one.value for one in Stance]
    bands = [_band(low) for low in EDGES[:-1]]
    return (
        Table(
            "stance",
            "By stance",
            "Stance, as the machine gave it",
            "",
            _groups({}, _by(positions, lambda _, way: STANCE[way.stance]), stances),
            who=False,
        ),
        Table(
            "kind",
            "By wording",
            "Wording, as the machine gave it",
            "",
            _groups(
                _by_statement(found, lambda one: KIND[_machine(one).kind]),
                _by(positions, lambda one, _: KIND[_machine(one).kind]),
                [KIND[kind] for kind in StatementKind],
            ),
        ),
        Table(
            "issue",
            "By issue",
            "Issue",
            "",
            _groups({}, _by(positions, lambda _, way: titles.get(way.issue, way.issue))),
            who=False,
        ),
        Table(
            "outlet",
            "By outlet",
            "Outlet",
            "",
            _groups(
                _by_statement(found, lambda one: outlets[one.outlet.slug]),
                _by(positions, lambda one, _: outlets[one.outlet.slug]),
            ),
        ),
        Table(
            "month",
            "By month",
            "Month of the report",
            "",
            _groups(
                _by_statement(found, _month),
                _by(positions, lambda one, _: _month(one)),
                sorted({_month(one) for one in found}, key=_month_order, reverse=True),
            ),
        ),
        Table(
            "confidence",
            "By confidence",
            "Confidence that the machine gave",
            "Where the machine knows how sure it is, about that share of a band is right.",
            _groups(
                _by_statement(found, lambda one: _band(_machine(one).confidence)),
                _by(positions, lambda _, way: _band(way.confidence)),
                bands,
            ),
        ),
    )


def accuracy_data(page: AccuracyPage) -> dict[str, Any]:
    """The same figures as JSON; a share is null where there are too few to say."""
    return {
        "reviewed": page.reviewed,
        "added_by_people": page.added,
        "enough": page.enough,
        "who_said_what": _count_data(page.whole.who),
        "which_way": _count_data(page.whole.way),
        "corrected": {one.what: one.number for one in page.corrections},
        "by": {
            table.id: [
                {
                    "group": group.name,
                    **({"who_said_what": _count_data(group.who)} if table.who else {}),
                    **({"which_way": _count_data(group.way)} if table.way else {}),
                }
                for group in table.groups
            ]
            for table in page.tables
        },
    }


def accuracy_rows(page: AccuracyPage) -> list[dict[str, object]]:
    """The same figures as rows, one for each count."""
    groups = [("all", page.whole, True, True)]
    groups += [(one.id, group, one.who, one.way) for one in page.tables for group in one.groups]
    return [
        {
            "by": by,
            "group": group.name,
            "what": what,
            "right": count.right,
            "reviewed": count.of,
            "share": f"{count.right / count.of:.4f}" if count.enough else "",
            "enough": "yes" if count.enough else "no",
        }
        for by, group, who, way in groups
        for what, count, shown in ((WHO, group.who, who), (WAY, group.way, way))
        if shown
    ]


_Given = tuple[Reviewed, SaidPosition]


def _machine(one: Reviewed) -> Said:
    assert one.machine is not None  # noqa: S101 - those that people added were left out
    return one.machine


def _positions(found: Iterable[Reviewed]) -> list[_Given]:
    return [(one, position) for one in found for position in _machine(one).positions]


def _by_statement(
    found: Iterable[Reviewed], name: Callable[[Reviewed], str]
) -> dict[str, list[Reviewed]]:
    groups: dict[str, list[Reviewed]] = defaultdict(list)
    for one in found:
        groups[name(one)].append(one)
    return groups


def _by(
    positions: Iterable[_Given], name: Callable[[Reviewed, SaidPosition], str]
) -> dict[str, list[_Given]]:
    groups: dict[str, list[_Given]] = defaultdict(list)
    for one, position in positions:
        groups[name(one, position)].append((one, position))
    return groups


def _groups(
    who: Mapping[str, Sequence[Reviewed]],
    way: Mapping[str, Sequence[_Given]],
    order: Sequence[str] | None = None,
) -> tuple[Group, ...]:
    """The groups that are not empty, in an order or else those with most first."""
    names = {*who, *way}
    if order is None:
        shown = sorted(names, key=lambda name: (-len(who.get(name, ()) or way.get(name, ())), name))
    else:
        shown = [name for name in order if name in names]
    return tuple(_group(name, who.get(name, ()), way.get(name, ())) for name in shown)


def _group(name: str, who: Sequence[Reviewed], way: Sequence[_Given]) -> Group:
    return Group(
        name,
        Count(sum(one.right for one in who), len(who)),
        Count(sum(one.is_right(position) for one, position in way), len(way)),
    )


def _month(one: Reviewed) -> str:
    first, last = one.published.first, one.published.last
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return _UNKNOWN_MONTH
    return f"{_MONTHS[first.month - 1]} {first.year}"


def _month_order(name: str) -> tuple[int, int]:
    month, _, year = name.partition(" ")
    return (int(year), _MONTHS.index(month)) if month in _MONTHS else (0, 0)


def _band(confidence: float) -> str:
    low, high = list(pairwise(EDGES))[min(bisect_right(EDGES, confidence), len(EDGES) - 1) - 1]
    return f"{low:.2f} to {high:.2f}" if high == EDGES[-1] else f"{low:.2f} to below {high:.2f}"


def _corrections(found: Sequence[Reviewed], added: int) -> tuple[Correction, ...]:
    kept = [one for one in found if not one.withdrawn]
    given = _positions(kept)
    off = [(one, way) for one, way in given if not one.is_on(way.issue)]
    wrong = [(one, way) for one, way in given if not one.is_right(way) and one.is_on(way.issue)]
    missed = sum(
        now.issue not in {way.issue for way in _machine(one).positions}
        for one in kept
        for now in one.now.positions
    )

    def other(field: str) -> int:
        return sum(getattr(one.machine, field) != getattr(one.now, field) for one in kept)

    return tuple(
        Correction(what, number)
        for what, number in (
            ("nobody’s statement, withdrawn", len(found) - len(kept)),
            ("another speaker", other("actor")),
            ("other words", other("content")),
            ("another wording", other("kind")),
            ("another day said", other("said_on")),
            ("another stance, or somebody else’s", len(wrong)),
            ("not on the issue", len(off)),
            ("a position that the machine did not see", missed),
            ("a statement that the machine did not see", added),
        )
    )


def _count_data(count: Count) -> dict[str, Any]:
    return {
        "right": count.right,
        "reviewed": count.of,
        "share": round(count.right / count.of, 4) if count.enough else None,
    }
