"""An actor's line as plain data: JSON without loss, and a row for each position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.data import actor_data, date_data, query_data, statement_data, statement_row
from app.views.line_entries import compared

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.queries import ComparisonQuery
    from app.domain.records import LineRecords
    from app.views.data import Data
    from app.views.line import Tale
    from app.views.line_entries import LineEntry

# What of a statement's row holds for a position too.
_KEPT = (
    "statement", "permalink", "speaker", "speaker_slug", "role", "words", "kind", "said_on",
    "said_on_basis", "reported_on", "reported_on_basis", "article_permalink", "original",
    "decided_by",
)  # fmt: skip
LINE_COLUMNS = (
    "list", *_KEPT[:7], "stance", "certain", "stance_confidence", "scope", "condition",
    "speaks_as", *_KEPT[7:], "outlets", "compared", "not_compared_because", "change_from",
    "change_to",
)  # fmt: skip


def line_data(
    records: LineRecords,
    query: ComparisonQuery,
    tale: Tale,
    absolute: Callable[[str], str],
) -> Data:
    """The line: positions in time order by id, the statements they stand in, possible changes."""
    statements = {
        entry.statement.id: entry.statement for entry in (*tale.entries, *tale.second_hand)
    }
    asked = query_data(query)
    return {
        "actor": actor_data(records.actor, absolute),
        "query": {name: asked[name] for name in ("issue", "from", "to")},
        "count": len(tale.entries),
        "utterances": len({entry.statement.id for entry in tale.entries}),
        "positions": [position_data(entry) for entry in tale.entries],
        "possible_changes": [
            {"kind": one.kind.value, "before": one.before.id, "after": one.after.id}
            for one in tale.changes
        ],
        "not_agreeing_on_the_same_days": [
            [entry.id for entry in one.entries] for one in tale.together
        ],
        "second_hand": [position_data(entry) for entry in tale.second_hand],
        "may_fall_in_range": tale.outside,
        "changes_partly_in_range": tale.changes_outside,
        "spokespersons_not_placed": records.office_unplaced,
        "statements": [statement_data(one, absolute) for one in statements.values()],
    }


def line_rows(tale: Tale, absolute: Callable[[str], str]) -> list[Data]:
    """The positions as rows, those that others assert last."""
    rows = [_row(entry, "own", absolute) for entry in tale.entries]
    return rows + [_row(entry, "second-hand", absolute) for entry in tale.second_hand]


def position_data(entry: LineEntry) -> Data:
    """A position, with what decides whether it can be compared."""
    facts = compared(entry)
    return {
        "id": entry.id,
        "statement": entry.statement.id,
        "said_on": date_data(entry.said_on),
        "stance": entry.position.stance.value,
        "scope": entry.position.scope.value,
        "condition_text": entry.condition,
        "confidence": entry.position.confidence,
        "certain": entry.stance.certain,
        "own_words": facts.direct,
        "reviewed": facts.reviewed,
        "doubts": list(entry.position.review),
        "differences": sorted(one.value for one in facts.differences),
        "speaks_as": entry.speaks_as,
        "outlets": list(entry.outlets),
        "compared": not entry.unfit,
        "not_compared_because": list(entry.unfit),
    }


def _row(entry: LineEntry, which: str, absolute: Callable[[str], str]) -> Data:
    row = statement_row(entry.statement, entry.position.issue, absolute)
    begins = [link.text for link in entry.changes if link.note == "begins"]
    ends = [link.text for link in entry.changes if link.note == "ends"]
    return {name: row[name] for name in _KEPT} | {
        "list": which,
        "said_on": entry.said_on.edtf or "",
        "said_on_basis": entry.said_on.basis.value,
        "stance": entry.position.stance.value,
        "certain": "yes" if entry.stance.certain else "no",
        "stance_confidence": f"{entry.position.confidence:.2f}",
        "scope": entry.position.scope.value,
        "condition": entry.condition or "",
        "speaks_as": entry.speaks_as or "",
        "outlets": "; ".join(entry.outlets),
        "compared": "no" if entry.unfit or which != "own" else "yes",
        "not_compared_because": "; ".join(entry.unfit),
        "change_from": "; ".join(begins),
        "change_to": "; ".join(ends),
    }
