"""Corpus: marked articles in folders, read as gold, with a check of what is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from app.domain.dates import DateBasis
from app.domain.statements import StatementKind
from app.errors import InvalidDefinition
from app.evaluation.gold import Gold, GoldArticle, GoldStatement
from app.evaluation.marked import MarkedText, Marks, read_marked
from app.evaluation.quoted import quoted_share
from app.readers.entries import Entry, load_yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.spans import Span

_FIELDS = frozenset({"title", "outlet", "manner", "published", "also", "statements"})
_HEAD_END = re.compile(r"^---[ \t]*\n", re.MULTILINE)
# A stray word in or out of the marks does not make a quotation another kind of statement.
_WHOLE = 0.99
# A turn of a transcript and an answer in an interview are direct without quotation marks.
_WITHOUT_MARKS = ("transcript", "interview")
_SHOWN = 60  # characters of a mark in a message


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the head says of a statement."""

    kind: StatementKind
    speaker: str
    construction: str


def load_corpus(folder: Path) -> Gold:
    """The marked articles (``*.txt``) in a folder, by name.

    Raises InvalidDefinition with all that is wrong with any of them, a line each.
    """
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise InvalidDefinition(f"{folder} holds no marked articles (*.txt).")
    articles: list[GoldArticle] = []
    wrong: list[str] = []
    for file in files:
        try:
            articles.append(load_marked_article(file))
        except InvalidDefinition as error:
            wrong.append(str(error))
    if wrong:
        raise InvalidDefinition("\n".join(wrong))
    return Gold(folder, None, tuple(articles))


def load_marked_article(path: Path) -> GoldArticle:
    """One marked article, its text included.

    Raises InvalidDefinition with all that is wrong with it, a line each, which names the file
    and, for what stands below the head, the line in the file.
    """
    entry, marked, before = _parts(path)
    problems = [f"{path}, line {before + each.line}: {each.sentence}" for each in marked.problems]
    declared, wrong = _declared(entry)
    problems += [f"{path}: {sentence}" for sentence in wrong]
    if not problems:  # a brace that is wrong moves marks, and their check would only confuse
        for line, sentence in _problems(marked, declared):
            where = f", line {before + line}" if line else ""
            problems.append(f"{path}{where}: {sentence}")
    if problems:
        raise InvalidDefinition("\n".join(f"{problem}." for problem in problems))
    return GoldArticle(
        file=path.name,
        title=entry.text("title"),
        outlet=entry.optional("outlet"),
        address=None,
        published=entry.date("published", DateBasis.METADATA),
        published_note="",
        statements=tuple(
            _statement(number, marked, of_it, entry) for number, of_it in sorted(declared.items())
        ),
        forbidden=(),
        nobodys=marked.nobodys,
        body=marked.text,
        manner=entry.text("manner"),
    )


def _parts(path: Path) -> tuple[Entry, MarkedText, int]:
    """The head, the text below it, and how many lines of the file stand before the text."""
    try:
        whole = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidDefinition(f"{path} cannot be read as UTF-8: {error}.") from error
    end = _HEAD_END.search(whole)
    if end is None:
        raise InvalidDefinition(f"{path} has no line '---' between its head and its text.")
    try:
        head = load_yaml_text(whole[: end.start()])
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise InvalidDefinition(f"{path}: the head is not YAML: {reason}.") from error
    body = whole[end.end() :]
    text = body.strip("\n")
    skipped = len(body) - len(body.lstrip("\n"))
    before = whole.count("\n", 0, end.end() + skipped)
    return Entry.of(path, "head", head, _FIELDS), read_marked(text + "\n"), before


def _declared(entry: Entry) -> tuple[dict[int, _Declared], list[str]]:
    """What the head says of each statement, by number, and what is wrong with it."""
    values = entry.fields.get("statements") or {}
    if not isinstance(values, dict):
        entry.fail("statements", "must give kind | speaker | construction for each number")
    declared: dict[int, _Declared] = {}
    wrong: list[str] = []
    for number, value in values.items():
        parts = [part.strip() for part in str(value).split("|")]
        shown = f"in the head, '{number}: {value}'"
        if not str(number).isdecimal() or len(parts) != len(("kind", "speaker", "construction")):
            wrong.append(f"{shown} is not kind | speaker | construction")
        elif not all(parts):
            wrong.append(f"{shown} leaves one of kind | speaker | construction empty")
        elif parts[0] not in {*StatementKind}:
            wrong.append(f"{shown}: kind is direct, indirect or mixed")
        elif int(number) in declared:
            wrong.append(f"{shown}: the number {int(number)} is given twice")
        else:
            declared[int(number)] = _Declared(StatementKind(parts[0]), parts[1], parts[2])
    return declared, wrong


def _problems(marked: MarkedText, declared: dict[int, _Declared]) -> Iterator[tuple[int, str]]:
    """What is wrong with the statements, with the line in the text; 0 for the head."""
    for number in sorted({*declared} - {*marked.statements}):
        yield 0, f"statement {number} is in the head but not in the text"
    for number, marks in sorted(marked.statements.items()):
        spans = (*marks.source, *marks.cue, *marks.content)
        line = marked.line(min(spans).start)
        if number not in declared:
            yield line, f"statement {number} is in the text but not in the head"
        elif not marks.content:
            yield line, f"statement {number} has no content"
        else:
            for span, sentence in _problems_of_marks(marked.text, marks):
                yield marked.line(span.start), f"statement {number}{sentence}"
            for sentence in _problems_of_head(marked.text, marks, declared[number]):
                yield marked.line(marks.content[0].start), f"statement {number}{sentence}"


def _problems_of_marks(text: str, marks: Marks) -> Iterator[tuple[Span, str]]:
    for name, spans in (("cue", marks.cue), ("source", marks.source)):
        if len(spans) > 1:
            yield spans[1], f" has {len(spans)} marks of its {name}"
    for span in sorted((*marks.content, *marks.cue, *marks.source)):
        words = span.of(text)
        if not words or words != words.strip():
            yield span, f": a mark is empty, or begins or ends with a space: '{words[:30]}'"
    for one, other in zip(marks.content, marks.content[1:], strict=False):
        if one.overlaps(other):
            yield other, ": its contents overlap"


def _problems_of_head(text: str, marks: Marks, declared: _Declared) -> Iterator[str]:
    found = _kind(text, marks.content)
    without_marks = any(word in declared.construction for word in _WITHOUT_MARKS)
    if found is not declared.kind and not without_marks:
        shown = marks.content[0].of(text)[:_SHOWN]
        yield f" is given as {declared.kind} but by its quotation marks is {found}: '{shown}'"
    if declared.speaker.split()[0] in {"the", "The", "a", "A"}:
        yield ": the speaker is given without the article"


def _kind(text: str, content: list[Span]) -> StatementKind:
    share = quoted_share(text, content)
    if share >= _WHOLE:
        return StatementKind.DIRECT
    return StatementKind.MIXED if share else StatementKind.INDIRECT


def _statement(number: int, marked: MarkedText, declared: _Declared, entry: Entry) -> GoldStatement:
    marks = marked.statements[number]
    source = marks.source[0] if marks.source else None
    return GoldStatement(
        id=f"{entry.path.stem}-{number}",
        kind=declared.kind,
        content=tuple(marks.content),
        source_text=source.of(marked.text) if source else None,
        actor=declared.speaker,
        positions=(),
        cue=marks.cue[0] if marks.cue else None,
        source=source,
        accepted=_accepted(entry, declared.speaker),
        construction=declared.construction,
    )


def _accepted(entry: Entry, speaker: str) -> tuple[str, ...]:
    """Further names under which the speaker is right; one name may stand without a list."""
    also = entry.fields.get("also") or {}
    if not isinstance(also, dict):
        entry.fail("also", "must give a list of names for a speaker")
    names = also.get(speaker) or []
    return tuple(str(name).strip() for name in (names if isinstance(names, list) else [names]))
