"""CSV and TSV: rows of cells, read as a stream, each row at its own risk.

The cascade for the form of a table:

1. UTF-16 and UTF-32 are made UTF-8 (recoding.py); all else is read as bytes, since the signs that
   divide a table are ASCII in every other encoding, and each cell is decoded by itself;
2. the header is the first of the first lines in which, divided by a comma, semicolon, tab or
   bar, a column for texts or addresses has a known name; that division is the table's;
3. without one, GDELT's own table of the Global Knowledge Graph is known by what is in it.

A quotation mark that is never closed would swallow the rest of the table: a row has a bound, and
where it is passed the line that began it is put aside and the next one begins anew.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from app.readers.decoding import decode, guess_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.readers.columns import Columns

# The limit is one for the whole process; the bound of each row is that of ``rows`` below.
csv.field_size_limit(1 << 30)

_DELIMITERS = ",\t;|"
MOST_EMPTY = 100_000  # rows in a row; some programs write empty ones to the end of their sheet
_HEADER_WITHIN = 20  # lines: some exports begin with the search and the day
# Global Knowledge Graph 2.1: id, time, collection, outlet, address, ... (its codebook, 2015).
_GKG = re.compile(rb"\d{14}-T?\d+\t\d{14}\t\d\t[^\t\n]*\thttps?://[^\t\n]*(?:\t[^\t\n]*){20}")
_GKG_PLACES = {"seen": [1], "outlet": [3], "address": [4]}


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written."""

    delimiter: str
    places: dict[str, list[int]]  # of each field in a row, the likeliest first
    header: tuple[str, ...]  # empty where there is none
    first_line: int  # of its rows, from 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the line it begins on; ``problem`` says why there are no cells."""

    line: int
    cells: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""


def form_of(head: bytes, columns: Columns) -> Form | None:
    """How a table is written, by how it begins; None where no column is known."""
    lines = head.removeprefix(codecs.BOM_UTF8).split(b"\n")[:_HEADER_WITHIN]
    for number, line in enumerate(lines, 1):
        best: tuple[int, int, Form] | None = None
        words = _in_one(line.decode("latin-1"))
        for delimiter in _DELIMITERS:
            cells = next(csv.reader([words], delimiter=delimiter), [])
            header = tuple(_decoded(cell, None).strip() for cell in cells)
            places = columns.found(header)
            if not places.keys() & {"text", "html", "address"} or _is_prose(header):
                continue
            found = (len(places), len(header), Form(delimiter, places, header, number + 1))
            best = max(best, found, key=lambda each: each[:2]) if best else found
        if best is not None:
            return best[2]
    if _GKG.match(head):
        return Form("\t", _GKG_PLACES, (), 1)
    return None


def _is_prose(header: tuple[str, ...]) -> bool:
    """Whether cells are no names: a row of a table without a header, in which "text" occurs."""
    return any(len(cell) > 60 or "://" in cell for cell in header)


def rows(stream: BinaryIO, form: Form, head: bytes, most: int) -> Iterator[Row]:
    """The rows below the header, as far as any cell holds something.

    ``most`` is how many bytes a row may have; what is longer, or is broken, is a Row with its
    problem.
    """
    decoder = _Decoder(head)
    empty = 0
    for line, cells, problem in _split(_lines(stream, most), form, most):
        if line < form.first_line:
            continue
        if problem:
            yield Row(line, problem=problem)
        elif any(cell and not cell.isspace() for cell in cells):
            yield decoder.row(line, cells)
            empty = 0
        elif (empty := empty + 1) > MOST_EMPTY:
            yield Row(line, problem=f"After {MOST_EMPTY:,} empty rows the rest was not looked at.")
            return


class _Decoder:
    """Cells as text; what is not UTF-8 is taken for the encoding that the table's beginning has."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._encoding: str | None = None

    def row(self, line: int, cells: list[str]) -> Row:
        notes: tuple[str, ...] = ()
        found: list[str] = []
        for cell in cells:
            try:
                found.append(_utf8(cell))
            except UnicodeDecodeError:
                try:
                    found.append(self._guessed(cell.encode("latin-1")))
                except ValueError as error:
                    return Row(line, problem=str(error))
                notes = ("Its characters are not UTF-8; which they are is a guess.",)
        return Row(line, tuple(found), notes)

    def _guessed(self, data: bytes) -> str:
        data = data.replace(b"\0", b"")
        if self._encoding is None:
            lines = [line for line in self._head.splitlines() if not _is_utf8(line)]
            self._encoding, _ = guess_encoding(b"\n".join(lines[:-1]) or data)
        try:
            return data.decode(self._encoding)
        except UnicodeDecodeError:
            return decode(data)[0]


def _utf8(cell: str) -> str:
    return cell if cell.isascii() else cell.encode("latin-1").decode("utf-8")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(cell: str, encoding: str | None) -> str:
    try:
        return _utf8(cell)
    except UnicodeDecodeError:
        return cell.encode("latin-1").decode(encoding or "cp1252", "replace")


def _lines(stream: BinaryIO, most: int) -> Iterator[str | None]:
    """Each line, its bytes taken for Latin-1, with its end; None for one of more than ``most``."""
    while line := stream.readline(most + 1):
        if len(line) <= most:
            yield line.decode("latin-1")
            continue
        while not line.endswith(b"\n") and (line := stream.readline(1 << 16)):
            pass
        yield None


class _TooLongError(Exception):
    """A row takes more than it may."""


class _Lines:
    """Lines that can be given back: a row that went wrong is begun anew behind its first."""

    def __init__(self, lines: Iterator[str | None], most: int) -> None:
        self._lines = lines
        self._most = most
        self._again: deque[str | None] = deque()
        self.taken: list[str | None] = []
        self.number = 1  # of the first of those

    def begin(self, *, kept: int) -> None:
        """Take the next row; all but the first ``kept`` lines of the last one are given back."""
        self._again.extendleft(reversed(self.taken[kept:]))
        self.number += kept
        self.taken = []

    def __iter__(self) -> Iterator[str]:
        size = 0
        while (line := self._again.popleft() if self._again else next(self._lines, "")) != "":
            self.taken.append(line)
            if line is None or (size := size + len(line)) > self._most:
                raise _TooLongError
            yield line


def _split(
    source: Iterator[str | None], form: Form, most: int
) -> Iterator[tuple[int, list[str], str]]:
    """The line on which a row begins, and its cells or why there are none."""
    lines = _Lines(source, most)
    while True:
        cells: list[str] = []
        problem = "A quotation mark opens here that is not closed as it should be."
        kept = 1
        try:
            cells = next(csv.reader(lines, delimiter=form.delimiter, strict=True))
            kept, problem = len(lines.taken), ""
        except StopIteration:
            return
        except _TooLongError:
            if lines.taken == [None]:
                problem = f"It is longer than {most:,} bytes."
        except csv.Error:
            # Amiss in the first line: marks inside a cell that are not doubled. Further down: the
            # mark that closed it is likely to open a cell of another row.
            if len(lines.taken) == 1:
                cells, kept = _loose(lines, form)
                problem = ""
        yield lines.number, cells, problem
        lines.begin(kept=kept)


def _loose(lines: _Lines, form: Form) -> tuple[list[str], int]:
    """The cells of a row whose quotation marks are not those of CSV, and its number of lines.

    Several lines are one row if that has as many cells as the header.
    """
    first = _in_one(lines.taken[0] or "")
    lines.begin(kept=0)
    with suppress(_TooLongError, csv.Error):
        cells = next(csv.reader(lines, delimiter=form.delimiter))
        if len(cells) == len(form.header):
            return cells, len(lines.taken)
    return next(csv.reader([first], delimiter=form.delimiter), []), 1


def _in_one(line: str) -> str:
    """A line with a space for each CR in it: csv takes none outside quotation marks."""
    return line.rstrip("\r\n").replace("\r", " ")
