"""The forms of a choice that are files: XLSX and Parquet, made row by row while they are sent.

Both hold a bounded number of rows in memory, whatever there is to write, and no file on the disk.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape
from io import BytesIO, RawIOBase
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from app.views.takeaway import COLUMNS, Kind, in_words
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from app.views.takeaway import About, Cell

# A sheet holds 1,048,575 rows, but a part of a ZIP file that is sent as it is made only 2 GiB.
SHEET_ROWS = 500_000
LONGEST = 32_767  # UTF-16 units in a cell
CUT = " … [cut]"
_GROUP = 5_000  # rows of a row group in Parquet: what is in memory at once
_PIECE = 64 * 1024
# The first day that every spreadsheet counts alike: Excel has a 29 February 1900.
_FIRST_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")  # what Excel would take for a character by its number
_LETTERS = tuple(xl_col_to_name(place) for place in range(len(COLUMNS)))


class _Sink(RawIOBase):
    """A file that is only written to, for who sends what has been written."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()
        self._taken = 0

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever has bytes
        """Take bytes. Returns how many."""
        self._written += data
        return len(data)

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self._taken + len(self._written)

    def taken(self, least: int = 1) -> Iterator[bytes]:
        """What was written since, if it is at least so much; it is not held any more."""
        if len(self._written) >= least:
            piece = bytes(self._written)
            self._written.clear()
            self._taken += len(piece)
            yield piece


def xlsx(rows: Iterable[Mapping[str, Cell]], number: int, about: About) -> Iterator[bytes]:
    """A workbook of so many rows: sheets of rows, and one that says what they are.

    No cell is a formula or a link, whatever its text.
    """
    sink, rest = _Sink(), iter(rows)
    frame = _frame(about, number)
    written = cut = 0
    with ZipFile(sink, "w", ZIP_DEFLATED) as book:
        for name, content in frame.others.items():
            book.writestr(ZipInfo(name), content, ZIP_DEFLATED)
        yield from sink.taken()
        for name, before, behind in frame.sheets:
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            with book.open(part, "w") as sheet:
                sheet.write(before.encode())
                for at, row in enumerate(islice(rest, SHEET_ROWS), 2):
                    cut += _write_row(sheet, at, row, frame)
                    written += 1
                    yield from sink.taken(_PIECE)
                sheet.write(behind.encode())
        told = _frame(about, number, written, cut)
        book.writestr(ZipInfo(told.about), told.explained, ZIP_DEFLATED)
    yield from sink.taken()


class _Frame(NamedTuple):
    """A workbook without its rows."""

    sheets: tuple[tuple[str, str, str], ...]  # name in the file, what comes before the rows, behind
    about: str  # the name of the last sheet
    explained: bytes  # and its content
    others: Mapping[str, bytes]
    day: str  # the styles of cells, by their numbers
    share: str


def _frame(about: About, number: int, written: int = 0, cut: int = 0) -> _Frame:
    """The frame of a workbook of so many rows, as XlsxWriter makes it."""
    made = datetime.fromisoformat(about.retrieved)
    file = BytesIO()
    book = Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": about.title, "created": made.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    share = book.add_format({"num_format": "0.00"})
    sizes = [min(SHEET_ROWS, number - start) for start in range(0, max(number, 1), SHEET_ROWS)]
    for place, size in enumerate(sizes, 1):
        sheet = book.add_worksheet("Statements" if place == 1 else f"Statements {place}")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.name, head)
        # In place of the rows: one that shows which number each style has.
        sheet.write_datetime(1, 0, _FIRST_DAY, day)
        sheet.write_number(1, 1, 0.5, share)
        sheet.autofilter(0, 0, size, len(COLUMNS) - 1)
    wrapped = book.add_format({"text_wrap": True})
    second = book.add_worksheet("About")
    _explain(second, [*_told(about, written, cut, len(sizes)), *_meanings()], head, wrapped)
    book.close()
    with ZipFile(file) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    sheets = []
    styles: list[str] = []
    for place, size in enumerate(sizes, 1):
        name = f"xl/worksheets/sheet{place}.xml"
        before, row = held.pop(name).decode().split('<row r="2"', 1)
        styles = re.findall(r'<c r="[AB]2" s="(\d+)"', row)
        end = f"{_LETTERS[-1]}{size + 1}"
        before = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{end}"', before)
        sheets.append((name, before, row[row.index("</sheetData>") :]))
    last = f"xl/worksheets/sheet{len(sizes) + 1}.xml"
    explained = held.pop(last)
    first = "[Content_Types].xml"  # by which the kind of the file is known
    others = {first: held.pop(first), **held}
    return _Frame(tuple(sheets), last, explained, others, *styles)


def _write_row(sheet: IO[bytes], number: int, row: Mapping[str, Cell], frame: _Frame) -> int:
    """Write a row; how many of its cells had to be cut."""
    words, cut = in_words(row), 0
    cells = []
    for letters, column in zip(_LETTERS, COLUMNS, strict=True):
        value = _single(row[column.name])
        if isinstance(value, date) and value >= _FIRST_DAY:
            days = (value - _DAY_ZERO).days
            cells.append(f'<c r="{letters}{number}" s="{frame.day}"><v>{days}</v></c>')
        elif isinstance(value, int | float) and not isinstance(value, bool):
            style = f' s="{frame.share}"' if isinstance(value, float) else ""
            cells.append(f'<c r="{letters}{number}"{style}><v>{value:.16G}</v></c>')
        elif words[column.name]:
            shown, shortened = fitting(words[column.name])
            cut += shortened
            text = escape(_ESCAPED.sub(r"_x005F\1", shown), quote=False)
            keep = ' xml:space="preserve"' if text != text.strip() else ""
            cells.append(f'<c r="{letters}{number}" t="inlineStr"><is><t{keep}>{text}</t></is></c>')
    sheet.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
    return cut


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


def _told(about: About, number: int, cut: int, sheets: int) -> list[tuple[str, str]]:
    """What the rows are and where they come from."""
    lines = [
        (about.title, ""),
        ("Choice", about.choice),
        ("Address", about.address),
        ("Retrieved", about.retrieved),
        ("Rows", f"{counted(number, 'report')}: one article's printing of a statement each."),
        *(
            [("Sheets", f"They stand on {sheets} sheets, {SHEET_ROWS:,} on each but the last.")]
            if sheets > 1
            else []
        ),
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


def parquet(rows: Iterable[Mapping[str, Cell]], about: About) -> Iterator[bytes]:
    """A Parquet file with the types of the columns; what it is stands in its metadata."""
    import pyarrow as pa  # noqa: PLC0415 - 60 MB that a server needs only for this
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

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
    sink, rest = _Sink(), iter(rows)
    with ParquetWriter(sink, schema, compression="zstd") as writer:
        yield from sink.taken()
        while group := list(islice(rest, _GROUP)):
            values = {one.name: list(_typed(group, one.name, one.kind)) for one in COLUMNS}
            writer.write_batch(pa.RecordBatch.from_pydict(values, schema=schema))
            yield from sink.taken()
    yield from sink.taken()


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
