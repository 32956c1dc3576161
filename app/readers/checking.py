"""Checking: all that is wrong with a definition of issues, not only what is met first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from app.domain.positions import Stance, Timing, Whose
from app.errors import InvalidDefinition
from app.readers.entries import Entry, load_yaml
from app.readers.issues import ISSUE_FIELDS, WORD_LISTS, read_issue, wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_TEXTS = ("slug", "title", "proposition", "description")
_LISTS = ("counts", "does_not_count", *WORD_LISTS)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, and where."""

    line: int | None  # from 1; None where it belongs to no line
    sentence: str


def problems(path: Path) -> tuple[Problem, ...]:
    """All that is wrong with the issues in a file, in the order of its lines.

    A file that cannot be read, or is not YAML, is one problem.
    """
    try:
        content = load_yaml(path)
    except InvalidDefinition as error:
        return (Problem(None, str(error)),)
    several = isinstance(content, dict) and "issues" in content
    values = content["issues"] if several and isinstance(content, dict) else [content]
    if not isinstance(values, list) or not values:
        return (Problem(1, "'issues' must be a list of issues."),)
    places = _places(path, several=several)
    found: list[Problem] = []
    slugs: set[str] = set()
    for number, value in enumerate(values):
        lines = places[number] if number < len(places) else {}
        found += _of_one(path, value, lines)
        slug = value.get("slug") if isinstance(value, dict) else None
        if isinstance(slug, str) and slug in slugs:
            found.append(Problem(lines.get("slug"), f"'slug' is '{slug}', which is taken already."))
        slugs.add(str(slug))
    return tuple(sorted(set(found), key=lambda one: (one.line or 0, one.sentence)))


def _of_one(path: Path, value: object, lines: Mapping[str, int]) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(lines.get("", 1), "An issue must be a mapping of fields.")
        return
    for name in value:
        if str(name) not in ISSUE_FIELDS:
            known = ", ".join(sorted(ISSUE_FIELDS))
            yield Problem(
                lines.get(str(name)), f"'{name}' is no field here; expected one of {known}."
            )
    fields = {str(name): each for name, each in value.items() if str(name) in ISSUE_FIELDS}
    entry = Entry(path, "", fields)
    sound = True
    for name, reading in _readings(entry):
        sentence = _fails(reading)
        if sentence is not None:
            sound = False
            yield Problem(lines.get(name, lines.get("", 1)), _short(sentence))
    if sound:
        sentence = _fails(lambda: read_issue(entry))
        if sentence is not None:
            name = sentence.partition("'")[2].partition("'")[0]
            yield Problem(lines.get(name, lines.get("", 1)), _short(sentence))
        yield from _repeated(entry, lines)


def _readings(entry: Entry) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "slug", lambda: entry.slug("slug")
    yield "proposition", lambda: entry.text("proposition")
    for name in _TEXTS[1:]:
        yield name, lambda name=name: entry.optional(name)  # type: ignore[misc]
    for name in _LISTS:
        yield name, lambda name=name: entry.texts(name)  # type: ignore[misc]
    yield "whose", lambda: entry.choice("whose", Whose)
    yield "timing", lambda: entry.choice("timing", Timing)
    yield "stances", lambda: wordings(entry)


def _repeated(entry: Entry, lines: Mapping[str, int]) -> Iterator[Problem]:
    """Words that stand twice, or in two lists that say opposite things of them."""
    lists = {name: [word.casefold() for word in entry.texts(name)] for name in WORD_LISTS}
    for name, words in lists.items():
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield Problem(lines.get(name), f"'{name}' has '{word}' twice.")
    named = {*lists["things"], *lists["certain"], *lists["vague"]}
    for name in ("contrary", "exclusions"):
        for word in sorted(named.intersection(lists[name])):
            yield Problem(
                lines.get(name),
                f"'{name}' has '{word}', which is a word for the thing as well: it would be lost.",
            )
    if entry.fields.get("stances") is None:
        sides = ", ".join(stance for stance in Stance if stance is not Stance.UNDETERMINED)
        yield Problem(
            None, f"'stances' is missing: {sides} are shown in general words, as 'is for it'."
        )


def _fails(reading: Callable[[], object]) -> str | None:
    try:
        reading()
    except InvalidDefinition as error:
        return str(error)
    return None


def _short(sentence: str) -> str:
    """The sentence without the path before its field."""
    place = sentence.find(": '")
    return sentence[place + 2 :] if place >= 0 else sentence.rpartition(": ")[2]


def _places(path: Path, *, several: bool) -> list[dict[str, int]]:
    """The line of each field of each issue, from 1; "" is where the issue begins."""
    top = yaml.compose(path.read_text("utf-8"))
    nodes = [top] if top is not None else []
    if several and isinstance(top, yaml.MappingNode):
        held = next(value for key, value in top.value if key.value == "issues")
        nodes = held.value if isinstance(held, yaml.SequenceNode) else []
    places = []
    for node in nodes:
        lines = {"": node.start_mark.line + 1}
        if isinstance(node, yaml.MappingNode):
            lines.update((str(key.value), key.start_mark.line + 1) for key, _ in node.value)
        places.append(lines)
    return places
