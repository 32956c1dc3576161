"""Codings as CSV and as JSON Lines; both give the same codings back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.coding.codes import Answer, Coded, Passage, Variable, checked
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ANSWERS = (*(variable.value for variable in Variable), "note")
PLACES = ("article", "title", "outlet", "published", "address", "text_sha256", "spans", "words")
COLUMNS = ("statement", "issue", "coder", "coded_at", *ANSWERS, *PLACES)
_NEEDED = ("statement", "stance")
# What a spreadsheet takes for a formula gets a ' before it, which is taken off again. So does
# what begins with a ' itself, or it would lose it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file gave, and, in sentences, what in it was not understood and so left out."""

    codings: tuple[Coded, ...]
    problems: tuple[str, ...] = ()


def to_csv(codings: Iterable[Coded]) -> str:
    """Codings as CSV (RFC 4180), a row each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for one in codings:
        row = _flat(one)
        writer.writerow(_neutral(_cell(row[column])) for column in COLUMNS)
    return buffer.getvalue()


def to_jsonl(codings: Iterable[Coded]) -> str:
    """Codings as JSON Lines, one object each."""
    return "".join(json.dumps(_flat(one), ensure_ascii=False) + "\n" for one in codings)


def from_csv(text: str) -> Understood:
    """The codings in a CSV file; of its columns only ``statement`` and ``stance`` must be there."""
    # Cells are longer than the module's own limit when a statement is.
    csv.field_size_limit(max(csv.field_size_limit(), 10_000_000))
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error as error:
        return Understood((), (f"This is no CSV file: {error}.",))
    if not rows:
        return Understood((), ("The file is empty.",))
    head = [name.strip().casefold() for name in rows[0]]
    missing = [name for name in _NEEDED if name not in head]
    if missing:
        return Understood((), (f"There is no column “{missing[0]}”.",))
    unknown = [name for name in head if name and name not in COLUMNS]
    problems = [f"The column “{name[:60]}” is not known and was left out." for name in unknown]
    codings: list[Coded] = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        row = {name: _told(cell) for name, cell in zip(head, cells, strict=False)}
        _take(row, f"Row {number}", codings, problems)
    return Understood(tuple(codings), tuple(problems))


def from_jsonl(text: str) -> Understood:
    """The codings in a file of JSON Lines."""
    codings: list[Coded] = []
    problems: list[str] = []
    # Not splitlines, which also parts at marks that may stand within a string of JSON.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(f"Line {number} is no JSON.")
            continue
        if not isinstance(row, dict):
            problems.append(f"Line {number} is no object.")
            continue
        _take(row, f"Line {number}", codings, problems)
    return Understood(tuple(codings), tuple(problems))


def _take(row: Mapping[str, Any], where: str, codings: list[Coded], problems: list[str]) -> None:
    try:
        codings.append(_coded(row))
    except (ValueError, TypeError) as error:
        problems.append(f"{where} was left out: {error}")


def _flat(one: Coded) -> dict[str, Any]:
    passage, answer = one.passage, one.answer
    return {
        "statement": passage.statement,
        "issue": passage.issue,
        "coder": one.coder,
        "coded_at": one.coded_at,
        **{name: getattr(answer, name) for name in ANSWERS},
        "article": passage.article,
        "title": passage.title,
        "outlet": passage.outlet,
        "published": passage.published,
        "address": passage.address,
        "text_sha256": passage.text_sha256,
        "spans": [[span.start, span.end] for span in passage.spans],
        "words": list(passage.words),
    }


def _coded(row: Mapping[str, Any]) -> Coded:
    """The coding of a row. Raises ValueError with a sentence on what is wrong."""
    statement = _text(row, "statement")
    if not statement:
        raise ValueError("It names no statement.")
    return Coded(
        Passage(
            statement=statement,
            issue=_text(row, "issue"),
            article=_text(row, "article"),
            title=_text(row, "title"),
            outlet=_text(row, "outlet"),
            published=_text(row, "published"),
            address=_text(row, "address"),
            text_sha256=_text(row, "text_sha256"),
            spans=tuple(Span(int(start), int(end)) for start, end in _list(row, "spans")),
            words=tuple(str(words) for words in _list(row, "words")),
        ),
        coder=_text(row, "coder"),
        coded_at=_text(row, "coded_at"),
        answer=checked(Answer(**{name: _text(row, name) for name in ANSWERS})),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"“{name}” is no text.")  # noqa: TRY004 - one kind of error for a row
    return value


def _list(row: Mapping[str, Any], name: str) -> Iterator[Any]:
    value = row.get(name) or []
    if isinstance(value, str):
        value = json.loads(value)
    if not isinstance(value, list):
        raise ValueError(f"“{name}” is no list.")  # noqa: TRY004
    return iter(value)


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _told(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
