"""The forms of a choice that are files: XLSX and Parquet, written row by row.

Both hold a bounded number of rows in memory, whatever there is to write.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from xlsxwriter import Workbook

from app.views.takeaway import COLUMNS, Kind, in_words
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from app.views.takeaway import About, Cell

MOST_ROWS = 1_048_575  # of a sheet, without its head row
LONGEST = 32_767  # UTF-16 units in a cell
CUT = " … [cut]"
_GROUP = 5_000  # rows of a row group in Parquet: what is in memory at once
# The first day that every spreadsheet counts alike: Excel has a 29 February 1900.
_FIRST_DAY = date(1900, 3, 1)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TooManyRowsError(Exception):
    """There are more rows than a sheet holds."""


def write_xlsx(file: IO[bytes], rows: Iterable[Mapping[str, Cell]], about: About) -> None:
    """Write a workbook: one sheet of rows, and one that says what they are.

    No cell is a formula or a link, whatever its text. Raises TooManyRowsError.
    """
    made = datetime.fromisoformat(about.retrieved)
    book = Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": about.title, "created": made.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    share = book.add_format({"num_format": "0.00"})
    sheet, second = book.add_worksheet("Statements"), book.add_worksheet("About")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.name, head)
    number = cut = 0
    try:
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise TooManyRowsError
            words = in_words(row)
            for place, column in enumerate(COLUMNS):
                value = _single(row[column.name])
                if isinstance(value, date) and value >= _FIRST_DAY:
                    sheet.write_datetime(number, place, value, day)
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(
                        number, place, value, share if isinstance(value, float) else None
                    )
                elif words[column.name]:
                    cut += _write(sheet, number, place, words[column.name])
        sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
        wrapped = book.add_format({"text_wrap": True})
        _explain(second, [*_told(about, number, cut), *_meanings()], head, wrapped)
    finally:
        book.close()


def _single(cell: Cell) -> Cell:
    """The value of a list that has one, so that it can be a number; any other cell as it is."""
    return cell[0] if isinstance(cell, list) and len(cell) == 1 else cell


def _write(sheet: Worksheet, row: int, place: int, text: str, form: Format | None = None) -> bool:
    """Write a text as a text; tells whether it had to be cut."""
    shown, cut = fitting(text)
    sheet.write_string(row, place, shown, form)
    return cut


def fitting(text: str) -> tuple[str, bool]:
    """A text that a cell can hold, and whether that took cutting it.

    What XML cannot hold is shown as �.
    """
    text = _NOT_XML.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    # Written into the sheet as it stands, if it looks like XlsxWriter's own mark-up.
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) <= LONGEST * 2:
        return text, False
    units = text.encode("utf-16-le")[: (LONGEST - len(CUT)) * 2]
    return units.decode("utf-16-le", "ignore") + CUT, True


def _explain(
    sheet: Worksheet, lines: Iterable[tuple[str, str]], head: Format, wrapped: Format
) -> None:
    """The second sheet; a line of a label alone is a heading."""
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for at, (label, text) in enumerate(lines):
        _write(sheet, at, 0, label, None if text else head)
        _write(sheet, at, 1, text, wrapped)


def _told(about: About, number: int, cut: int) -> list[tuple[str, str]]:
    """What the rows are and where they come from."""
    lines = [
        (about.title, ""),
        ("Choice", about.choice),
        ("Address", about.address),
        ("Retrieved", about.retrieved),
        ("Rows", f"{counted(number, 'report')}: one article's printing of a statement each."),
        (
            "Several values",
            (
                "A statement may take several positions on the issue; the columns from stance to "
                "condition then hold one of each in the same order, separated by “; ”."
            ),
        ),
        ("Judged by", "Found and judged by a machine unless decided_by names an editor."),
    ]
    if cut:
        lines.append(
            (
                "Cut",
                (
                    f"{counted(cut, 'cell')} held more than the {LONGEST:,} characters that a cell "
                    f"can, and {'ends' if cut == 1 else 'end'} in “{CUT.strip()}”; CSV and JSON "
                    "Lines have all of it."
                ),
            )
        )
    return lines


def _meanings() -> list[tuple[str, str]]:
    """What each column means."""
    return [("What each column holds", ""), *((one.name, one.meaning) for one in COLUMNS)]


def write_parquet(file: IO[bytes], rows: Iterable[Mapping[str, Cell]], about: About) -> None:
    """Write a Parquet file with the types of the columns; what it is stands in its metadata."""
    import pyarrow as pa  # noqa: PLC0415 - 60 MB that a server needs only for this
    from pyarrow import parquet  # noqa: PLC0415

    types = {
        Kind.TEXT: pa.string(),
        Kind.NUMBER: pa.int32(),
        Kind.SHARE: pa.float64(),
        Kind.DAY: pa.date32(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.SHARES: pa.list_(pa.float64()),
        Kind.CERTAIN: pa.list_(pa.bool_()),
        Kind.MOMENT: pa.timestamp("s", "UTC"),
    }
    fields = [
        pa.field(column.name, types[column.kind], metadata={"meaning": column.meaning})
        for column in COLUMNS
    ]
    told = {"title": about.title, "choice": about.choice, "address": about.address}
    schema = pa.schema(fields, metadata={**told, "retrieved": about.retrieved})
    rest = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rest, _GROUP)):
            values = {one.name: list(_typed(group, one.name, one.kind)) for one in COLUMNS}
            writer.write_batch(pa.RecordBatch.from_pydict(values, schema=schema))


def _typed(rows: Iterable[Mapping[str, Cell]], name: str, kind: Kind) -> Iterator[Any]:
    """The values of one column, as Parquet takes them."""
    for row in rows:
        cell = row[name]
        if kind is Kind.MOMENT:
            yield datetime.fromisoformat(str(cell))
        elif isinstance(cell, list):
            yield [_storable(value) for value in cell]
        else:
            yield _storable(cell)


def _storable(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    """A text that has a UTF-8 form; anything else as it is."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
