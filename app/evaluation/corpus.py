"""Corpus: marked articles in folders, read as gold, with a check of what is marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from app.domain.dates import DateBasis
from app.domain.statements import StatementKind
from app.errors import InvalidDefinition
from app.evaluation.gold import Gold, GoldArticle, GoldStatement
from app.evaluation.marked import MarkedText, Marks, quoted_share, read_marked
from app.readers.entries import Entry, load_yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.spans import Span

_FIELDS = frozenset({"title", "outlet", "manner", "published", "also", "statements"})
_HEAD_END = re.compile(r"^---\n", re.MULTILINE)
# A stray word in or out of the marks does not make a quotation another kind of statement.
_WHOLE, _NONE = 0.99, 0.0


def load_corpus(folder: Path) -> Gold:
    """The marked articles (``*.txt``) in a folder, by name.

    Raises InvalidDefinition, which names file and place, for the first that is not well marked.
    """
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise InvalidDefinition(f"{folder} holds no marked articles (*.txt).")
    return Gold(folder, None, tuple(load_marked_article(file) for file in files))


def load_marked_article(path: Path) -> GoldArticle:
    """One marked article, its text included.

    Raises InvalidDefinition with all that is wrong with it, a sentence each.
    """
    try:
        whole = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidDefinition(f"{path} cannot be read as UTF-8: {error}.") from error
    end = _HEAD_END.search(whole)
    if end is None:
        raise InvalidDefinition(f"{path} has no line '---' between its head and its text.")
    try:
        head = load_yaml_text(whole[: end.start()])
    except yaml.YAMLError as error:
        raise InvalidDefinition(f"{path}: the head is not YAML: {error}") from error
    entry = Entry.of(path, "head", head, _FIELDS)
    try:
        marked = read_marked(whole[end.end() :].strip("\n") + "\n")
    except ValueError as error:
        raise InvalidDefinition(f"{path}, below the head: {error}.") from error
    declared = _declared(entry)
    problems = list(_problems(marked, declared))
    if problems:
        raise InvalidDefinition("\n".join(f"{path}: {problem}." for problem in problems))
    return GoldArticle(
        file=path.name,
        title=entry.text("title"),
        outlet=entry.optional("outlet"),
        address=None,
        published=entry.date("published", DateBasis.METADATA),
        published_note="",
        statements=tuple(
            _statement(number, marked.text, marked.statements[number], *declared[number], entry)
            for number in sorted(declared)
        ),
        forbidden=(),
        nobodys=marked.nobodys,
        body=marked.text,
        manner=entry.text("manner"),
    )


def _declared(entry: Entry) -> dict[int, tuple[StatementKind, str, str]]:
    """Kind, speaker and construction of each statement, by number."""
    values = entry.fields.get("statements") or {}
    if not isinstance(values, dict):
        entry.fail("statements", "must give kind | speaker | construction for each number")
    declared: dict[int, tuple[StatementKind, str, str]] = {}
    for number, value in values.items():
        parts = [part.strip() for part in str(value).split("|")]
        if not str(number).isdigit() or len(parts) != len(("kind", "speaker", "construction")):
            entry.fail("statements", f"'{number}: {value}' is not kind | speaker | construction")
        if parts[0] not in {*StatementKind} or not all(parts):
            entry.fail("statements", f"'{number}: {value}': kind is direct, indirect or mixed")
        declared[int(number)] = (StatementKind(parts[0]), parts[1], parts[2])
    return declared


def _problems(
    marked: MarkedText, declared: dict[int, tuple[StatementKind, str, str]]
) -> Iterator[str]:
    for number in sorted({*declared} ^ {*marked.statements}):
        where = "head but not in the text" if number in declared else "text but not in the head"
        yield f"statement {number} is in the {where}"
    for number in sorted({*declared} & {*marked.statements}):
        marks = marked.statements[number]
        kind, speaker, construction = declared[number]
        if not marks.content:
            yield f"statement {number} has no content"
            continue
        for name, spans in (("cue", marks.cue), ("source", marks.source)):
            if len(spans) > 1:
                yield f"statement {number} has {len(spans)} marks of its {name}"
        for span in (*marks.content, *marks.cue, *marks.source):
            words = span.of(marked.text)
            if not words or words != words.strip():
                yield f"statement {number}: a mark begins or ends with a space: '{words[:30]}'"
        if any(a.overlaps(b) for a, b in zip(marks.content, marks.content[1:], strict=False)):
            yield f"statement {number}: its contents overlap"
        found = _kind(marked.text, marks.content)
        if (
            found is not kind
            and "transcript" not in construction
            and "interview" not in construction
        ):
            yield (
                f"statement {number} is given as {kind} but by its quotation marks is {found}: "
                f"'{marks.content[0].of(marked.text)[:60]}'"
            )
        if speaker.split()[0] in {"the", "The", "a", "A"}:
            yield f"statement {number}: the speaker is given without the article"


def _kind(text: str, content: list[Span]) -> StatementKind:
    share = quoted_share(text, content)
    if share >= _WHOLE:
        return StatementKind.DIRECT
    return StatementKind.INDIRECT if share <= _NONE else StatementKind.MIXED


def _statement(  # noqa: PLR0917 - the parts of one line and its marks
    number: int,
    text: str,
    marks: Marks,
    kind: StatementKind,
    speaker: str,
    construction: str,
    entry: Entry,
) -> GoldStatement:
    also = entry.fields.get("also") or {}
    names = also.get(speaker, []) if isinstance(also, dict) else []
    source = marks.source[0] if marks.source else None
    return GoldStatement(
        id=f"{entry.path.stem}-{number}",
        kind=kind,
        content=tuple(marks.content),
        source_text=source.of(text) if source else None,
        actor=speaker,
        positions=(),
        cue=marks.cue[0] if marks.cue else None,
        source=source,
        accepted=tuple(str(name) for name in names),
        construction=construction,
    )
