"""Whose codes mean which answers, and which statements the coded words are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.coding.codes import Answer, Coded, checked
from app.coding.forms import Understood
from app.coding.refi.names import CONDITION, NOTE, SAID_ON, Group, guid
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.coding.codebook import Choice, Codebook
    from app.coding.codes import Passage
    from app.coding.refi.reading import Code, Project, Selected

# Under what a code stands, in any program, for it to name somebody.
_ACTOR_GROUPS = frozenset({Group.ACTOR.casefold(), "actor", "actors", "speaker", "speakers"})
_HOLDER_GROUPS = frozenset({Group.HOLDER.casefold(), "holder", "holders"})
_ENOUGH = 0.5  # of the shorter of two stretches


@dataclass(slots=True)
class _Gathered:
    """What one person's codes say of one statement, until all are read."""

    passage: Passage
    coder: str
    coded_at: str
    values: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, set()).add(value)


def understood(project: Project, passages: Sequence[Passage], book: Codebook) -> Understood:
    """The codings of a project that are of these statements.

    A selection is of a statement when it names it, or covers half of it in the same text. Codes
    are stances, kinds and scopes by their names (as values or as the codebook's labels), and
    actors and holders by what they stand under. What is not understood is told, never guessed.
    """
    problems = list(project.problems)
    unknown: dict[str, int] = {}
    placed = _Places(passages)
    gathered: dict[tuple[str, str], _Gathered] = {}
    for one in project.selections:
        passage = placed.find(one)
        if passage is None:
            words = " ".join(one.span.of(one.text).split())[:60]
            problems.append(f"“{words}” in “{one.source[:60]}” is none of the statements.")
            continue
        made = gathered.setdefault(
            (passage.statement, one.coder), _Gathered(passage, one.coder, one.coded_at)
        )
        for code in one.codes:
            meaning = _meaning(code, book)
            if meaning is None:
                unknown[code.path] = unknown.get(code.path, 0) + 1
            else:
                made.add(*meaning)
        for name, value in _noted(one.note):
            made.add(name, value)
    problems += [
        f"The code “{path[:100]}” ({number} {'time' if number == 1 else 'times'}) is not known."
        for path, number in sorted(unknown.items())
    ]
    codings = []
    for each in gathered.values():
        try:
            codings.append(_coded(each))
        except ValueError as error:
            who = f" of {each.coder}" if each.coder else ""
            problems.append(f"Statement {each.passage.statement}{who} was left out: {error}")
    return Understood(tuple(codings), tuple(problems))


def _coded(one: _Gathered) -> Coded:
    several = [name for name, values in one.values.items() if len(values) > 1]
    if several:
        shown = ", ".join(sorted(one.values[several[0]]))
        raise ValueError(f"It is coded several ways at once ({shown}).")
    answer = Answer(**{name: next(iter(values)) for name, values in one.values.items()})
    return Coded(one.passage, one.coder, one.coded_at, checked(answer))


def _meaning(code: Code, book: Codebook) -> tuple[str, str] | None:
    """The variable and the value that a code stands for."""
    above = {name.casefold() for name in code.under}
    for field_name, groups in (("actor", _ACTOR_GROUPS), ("holder", _HOLDER_GROUPS)):
        if above & groups:
            return field_name, code.description or code.name
    for field_name, choices in (
        ("stance", book.stances),
        ("kind", book.kinds),
        ("scope", book.scopes),
    ):
        value = _value(code.name, choices)
        if value:
            return field_name, value
    return None


def _value(name: str, choices: Iterable[Choice]) -> str | None:
    written = " ".join(name.casefold().split())
    for one in choices:
        if written in {one.value.casefold(), " ".join(one.label.casefold().split())}:
            return one.value
    return None


def _noted(note: str) -> Iterator[tuple[str, str]]:
    """What the lines of a note say, where they are of our form."""
    for line in note.split("\n"):
        for head, name in ((SAID_ON, "said_on"), (CONDITION, "condition"), (NOTE, "note")):
            if line.startswith(head):
                yield name, line.removeprefix(head)


class _Places:
    """The statements, to be found by a selection."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._by_name = {one.statement: one for one in passages}
        self._by_guid = {guid("statement", one.statement): one for one in passages}
        self._in_text: dict[str, list[tuple[Span, Passage]]] = {}

    def find(self, one: Selected) -> Passage | None:
        """The statement that a selection is of."""
        named = self._by_guid.get(one.guid.strip("{}").lower()) or self._by_name.get(one.name)
        if named is not None:
            return named
        best, most = None, 0.0
        for span, passage in self._placed(one):
            shared = min(span.end, one.span.end) - max(span.start, one.span.start)
            share = shared / max(1, min(span.length, one.span.length))
            if share >= _ENOUGH and shared > most:
                best, most = passage, shared
        return best

    def _placed(self, one: Selected) -> list[tuple[Span, Passage]]:
        """Where statements are in a text: by their spans, or in a changed text by their words."""
        if one.text_sha256 not in self._in_text:
            self._in_text[one.text_sha256] = [
                (where, passage)
                for passage in self._passages
                if (where := _where(passage, one)) is not None
            ]
        return self._in_text[one.text_sha256]


def _where(passage: Passage, one: Selected) -> Span | None:
    if not passage.spans:
        return None
    whole = Span(min(span.start for span in passage.spans), max(span.end for span in passage.spans))
    if passage.text_sha256 == one.text_sha256:
        return whole
    words = passage.words[0] if passage.words else ""
    # Only words that stand there once tell the place.
    if len(words) < 12 or one.text.count(words) != 1:
        return None
    start = one.text.index(words)
    return Span(start, start + len(words))
