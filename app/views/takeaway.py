"""What a choice is taken away as: the forms, and the columns that all flat forms share.

CSV, XLSX and Parquet have the same columns, one report a row. A statement may have several
positions on the issue; their columns then hold several values, in the same order in each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.statements import BREAK
from app.views.choice import COMPARE
from app.views.links import Link, article_address, statement_address
from app.views.stances import show_stance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord

# None: there is no value. In a list it keeps the place of a position that has none.
Value = str | int | float | bool | date | None
Cell = Value | list[Value]

# Suffix of /compare, name, what it is for. The page shows them in this order.
FORMS: tuple[tuple[str, str, str], ...] = (
    ("json", "JSON", "the whole answer in one document"),
    ("csv", "CSV", "for spreadsheets, one report a row"),
    ("xlsx", "Excel", "for Excel and LibreOffice, with real dates and a sheet that explains it"),
    ("jsonl", "JSON Lines", "for programs: one report a line, without loss"),
    ("parquet", "Parquet", "for statistics (R, pandas, DuckDB), with types"),
    ("md", "Markdown", "the words with speaker, stance, date and link, to paste"),
    ("html", "HTML to paste", "the same as plain HTML, to paste into an article"),
)


def forms(query: ComparisonQuery) -> tuple[Link, ...]:
    """Where a choice can be taken away, each with what that form is for."""
    return tuple(Link(query.address(f"{COMPARE}.{end}"), name, what) for end, name, what in FORMS)


class Kind(Enum):
    """What a column holds; those in the plural a list of it."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    TEXTS = "texts"
    SHARES = "shares"
    CERTAIN = "certain"  # whether, of each position
    MOMENT = "moment"  # UTC, written as 2025-12-17T09:05:00Z


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: the choice in words, where it is found again, and when."""

    title: str
    choice: str
    address: str
    retrieved: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, how wide a sheet shows it, and what it means."""

    name: str
    kind: Kind
    width: int
    meaning: str


def _text(name: str, width: int, meaning: str) -> Column:
    return Column(name, Kind.TEXT, width, meaning)


def _day(name: str, meaning: str) -> Column:
    return Column(name, Kind.DAY, 11, meaning)


COLUMNS: tuple[Column, ...] = (
    _text("statement", 15, "Id of the statement."),
    _text("permalink", 30, "Its permanent address here."),
    _text("speaker", 22, "Who said it."),
    _text("speaker_slug", 18, "The speaker in addresses: a name that nobody shares."),
    _text("speaker_kind", 12, "person, organisation, government, group or office."),
    _text("speaker_country", 8, "The speaker's country; empty where none is known."),
    _text("role", 26, "The office held when it was said, else when it was reported."),
    _text("words", 80, "The words as the article prints them; … where it breaks off in between."),
    _text("language", 9, "The language of the article."),
    _text("kind", 9, "direct: the speaker's own words. mixed: partly. indirect: the outlet's."),
    Column("stance", Kind.TEXTS, 14, "The position on the issue, of each position in turn."),
    Column(
        "stance_confidence",
        Kind.SHARES,
        10,
        "How sure that stance and holder are right, 0 to 1.",
    ),
    Column(
        "stance_certain",
        Kind.CERTAIN,
        9,
        "yes where pages show the stance as certain; no where they say “leans”, with a “?”.",
    ),
    Column("scope", Kind.TEXTS, 9, "general; own: only the holder's own side; other: one other."),
    Column("holder", Kind.TEXTS, 20, "Whose position it is."),
    Column("asserted_by", Kind.TEXTS, 18, "Who says so, where it is not the holder."),
    Column("condition", Kind.TEXTS, 30, "The words of a condition."),
    _text("said_on", 12, "When it was said, as far as it is known (EDTF: 2025-02, 2025-02-25~)."),
    _day("said_first", "The first day on which it may have been said."),
    _day("said_last", "The last day on which it may have been said."),
    _text(
        "said_on_basis",
        11,
        "How that is known: stated, metadata, weekday, inferred (a guess) or unknown.",
    ),
    _text("in_range", 10, "yes, or not certain: the day may lie outside the chosen range."),
    _text("reported_on", 12, "When the outlet published it (EDTF)."),
    _day("reported_first", "The first day on which it may have been published."),
    _day("reported_last", "The last day on which it may have been published."),
    _text("reported_on_basis", 11, "How that is known, as in said_on_basis."),
    _text("outlet", 20, "Who printed it."),
    Column("also_printed_by", Kind.TEXTS, 20, "Outlets that printed copies of the same article."),
    _text("article", 40, "The title of the article."),
    _text("article_permalink", 30, "The article here, with the statement in its place."),
    _text("original", 40, "The article at its outlet."),
    Column(
        "speaker_confidence", Kind.SHARE, 10, "How sure it is that this speaker said it, 0 to 1."
    ),
    _text("decided_by", 22, "Which version of the machine decided, or which editor."),
    _text("utterance", 15, "Id of what was said: the same in all reports of it."),
    Column("reports", Kind.NUMBER, 8, "How many reports of it there are, this one too."),
    Column(
        "differences",
        Kind.TEXTS,
        14,
        "In what these reports differ: stance, negation, condition, direct.",
    ),
    Column("retrieved_at", Kind.MOMENT, 21, "When this file was made (UTC)."),
)


def statement_cells(
    one: StatementRecord,
    issue: str,
    absolute: Callable[[str], str],
    *,
    dated: bool = True,
    retrieved: str = "",
) -> dict[str, Cell]:
    """One report by column, each cell of the kind of its column.

    ``dated`` tells whether it was certainly said in the chosen range.
    """
    positions = [position for position in one.positions if position.issue == issue]
    said, reported, article = one.said_on, one.reported_on, one.article
    return {
        "statement": one.id,
        "permalink": absolute(statement_address(one.id)),
        "speaker": one.actor.name,
        "speaker_slug": one.actor.slug,
        "speaker_kind": one.actor.kind.value,
        "speaker_country": one.actor.country,
        "role": one.role,
        "words": BREAK.join(one.content_text),
        "language": article.language,
        "kind": one.kind.value,
        "stance": [position.stance.value for position in positions],
        "stance_confidence": [position.confidence for position in positions],
        "stance_certain": [
            show_stance(position.stance, position.confidence, one.confidence).certain
            for position in positions
        ],
        "scope": [position.scope.value for position in positions],
        "holder": [position.holder.name for position in positions],
        "asserted_by": [
            position.asserted_by.name if position.asserted_by else None for position in positions
        ],
        "condition": [position.condition_text for position in positions],
        "said_on": said.edtf,
        "said_first": said.first,
        "said_last": said.last,
        "said_on_basis": said.basis.value,
        "in_range": "yes" if dated else "not certain",
        "reported_on": reported.edtf,
        "reported_first": reported.first,
        "reported_last": reported.last,
        "reported_on_basis": reported.basis.value,
        "outlet": article.outlet.name,
        "also_printed_by": [copy.article.outlet.name for copy in one.copies],
        "article": article.title,
        "article_permalink": absolute(article_address(article.id)),
        "original": article.address,
        "speaker_confidence": one.confidence,
        "decided_by": one.decided_by,
        "utterance": one.utterance or one.id,
        "reports": len(one.reports) + 1,
        "differences": [difference.value for difference in one.differences],
        "retrieved_at": retrieved,
    }


def in_words(cells: Mapping[str, Cell]) -> dict[str, str]:
    """The same cells as a spreadsheet's text: several values joined by '; ', none as nothing."""
    return {name: _joined(cell) for name, cell in cells.items()}


def _joined(cell: Cell) -> str:
    if not isinstance(cell, list):
        return _word(cell)
    words = [_word(value) for value in cell]
    return "; ".join(words) if any(words) else ""


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)
