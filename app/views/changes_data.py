"""Possible changes as plain data: every actor that can be compared, and a row for each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.changes import Standing
from app.views.changes import line_address
from app.views.data import query_data
from app.views.line_data import position_data
from app.views.links import actor_address, statement_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from app.domain.changes import Stood
    from app.domain.queries import ComparisonQuery
    from app.views.changes import Pair
    from app.views.data import Data
    from app.views.line_entries import LineEntry

_SIDE = (
    "statement", "permalink", "said_on", "said_on_basis", "stance", "scope", "condition", "words",
    "speaker", "speaks_as", "outlets", "article_permalink", "decided_by",
)  # fmt: skip
CHANGES_COLUMNS = (
    "list", "actor", "actor_slug", "what", "not_called_a_change_because",
    *(f"{end}_{name}" for end in ("before", "after") for name in _SIDE),
)  # fmt: skip


def changes_data(
    found: Sequence[Stood],
    pairs: Callable[[Stood], Iterator[Pair]],
    query: ComparisonQuery,
    absolute: Callable[[str], str],
) -> Data:
    """Each actor of which anything can be said, with the pairs of positions that differ.

    The actors, and the pairs of each, are made one after the other.
    """
    asked = query_data(query)
    return {
        "query": {name: asked[name] for name in ("issue", "from", "to")},
        "count": sum(one.pairs for one in found if one.standing is Standing.CHANGED),
        "actors": (
            {
                "slug": one.slug,
                "name": one.name,
                "standing": one.standing.value,
                "url": absolute(actor_address(one.slug)),
                "line": absolute(line_address(one.slug, query)),
                "pairs": (_pair(pair, absolute) for pair in pairs(one)),
            }
            for one in found
            if one.standing is not Standing.NOTHING
        ),
    }


def changes_rows(
    found: Iterable[Stood],
    pairs: Callable[[Stood], Iterator[Pair]],
    absolute: Callable[[str], str],
) -> Iterator[Data]:
    """Each pair of positions as a row; the column list says whether it is a possible change."""
    return (
        {
            "list": one.standing.value,
            "actor": one.name,
            "actor_slug": one.slug,
            "what": pair.change.what,
            "not_called_a_change_because": "; ".join(pair.because),
            **_side("before", pair.change.before, absolute),
            **_side("after", pair.change.after, absolute),
        }
        for one in found
        for pair in pairs(one)
    )


def _pair(pair: Pair, absolute: Callable[[str], str]) -> Data:
    return {
        "kind": pair.change.kind.value,
        "what": pair.change.what,
        "before": _end(pair.change.before, absolute),
        "after": _end(pair.change.after, absolute),
        "notes": list(pair.change.notes),
        "not_called_a_change_because": list(pair.because),
    }


def _end(entry: LineEntry, absolute: Callable[[str], str]) -> Data:
    return position_data(entry) | {
        "words": entry.words,
        "speaker": entry.speaker.text,
        "url": absolute(entry.address),
        "article_url": absolute(entry.place),
        "decided_by": entry.statement.decided_by,
    }


def _side(end: str, entry: LineEntry, absolute: Callable[[str], str]) -> Data:
    values = (
        entry.statement.id,
        absolute(statement_address(entry.statement.id)),
        entry.said_on.edtf or "",
        entry.said_on.basis.value,
        entry.position.stance.value,
        entry.position.scope.value,
        entry.condition or "",
        entry.words,
        entry.speaker.text,
        entry.speaks_as or "",
        "; ".join(entry.outlets),
        absolute(entry.place),
        entry.statement.decided_by,
    )
    return {f"{end}_{name}": value for name, value in zip(_SIDE, values, strict=True)}
