"""Entry: one mapping of a definition file, read field by field with errors that name the place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, TypeVar

import yaml

from app.domain.dates import DateBasis, UncertainDate
from app.errors import InvalidDefinition
from app.readers import yaml_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum
    from pathlib import Path

    Choice = TypeVar("Choice", bound=StrEnum)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def load_yaml(path: Path) -> object:
    """What a YAML file holds, scalars as text.

    Raises InvalidDefinition when it cannot be read, is not UTF-8 or is not YAML, with the line.
    """
    try:
        return load_yaml_text(path.read_text("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InvalidDefinition(f"{path} cannot be read: {reason}.") from error
    except UnicodeDecodeError as error:
        raise InvalidDefinition(f"{path} is not UTF-8; save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InvalidDefinition(f"{path}{line}: this is not YAML: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InvalidDefinition(f"{path}: this is not YAML.") from error


def load_yaml_text(text: str) -> object:
    """What a YAML text holds, scalars as text; raises yaml.YAMLError when it is not YAML."""
    return yaml_texts.load(text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping in a file. Each method reads one field, or raises InvalidDefinition."""

    path: Path
    label: str  # how people find it: "actor 3 (dmitry-peskov)"
    fields: Mapping[str, object]

    @classmethod
    def of(cls, path: Path, label: str, value: object, known: frozenset[str]) -> Entry:
        """An entry that has only ``known`` fields; a misspelt field is an error, not ignored."""
        if not isinstance(value, dict):
            raise InvalidDefinition(
                f"{path}, {label}: expected a mapping of fields, {_got(value)}."
            )
        entry = cls(path, label, {str(key): field for key, field in value.items()})
        for name in entry.fields:
            if name not in known:
                entry.fail(name, "is no field here; expected one of " + ", ".join(sorted(known)))
        return entry

    def fail(self, field: str, sentence: str) -> NoReturn:
        """Raise InvalidDefinition for one field; ``sentence`` goes on after its name."""
        raise InvalidDefinition(f"{self.path}, {self.label}: '{field}' {sentence}.")

    def text(self, field: str, default: str | None = None) -> str:
        """A text that is not blank; ``default`` where the field is absent or null."""
        found = self.optional(field)
        if found is None:
            if default is None:
                self.fail(field, "is missing; expected a text")
            return default
        return found

    def optional(self, field: str) -> str | None:
        """A text that is not blank, or None where the field is absent or null."""
        value = self.fields.get(field)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.fail(field, f"must be a text, {_got(value)}")
        return value.strip()

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is absent or null."""
        value = self.fields.get(field)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fail(field, f"must be a list of texts, {_got(value)}")
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.fail(field, f"must hold texts only, {_got(item)}")
        return tuple(item.strip() for item in value)

    def slug(self, field: str) -> str:
        """A slug: lower-case ASCII letters and digits, joined by single hyphens."""
        value = self.text(field)
        if not _SLUG.fullmatch(value):
            self.fail(field, f"must be small letters, digits and hyphens, not '{value}'")
        return value

    def matching(self, field: str, pattern: str, form: str) -> str | None:
        """A text of a form, or None where the field is absent."""
        value = self.optional(field)
        if value is not None and not re.fullmatch(pattern, value):
            self.fail(field, f"must be {form}, not '{value}'")
        return value

    def choice(self, field: str, choices: type[Choice]) -> Choice | None:
        """One of an enumeration's values, or None where the field is absent."""
        value = self.optional(field)
        if value is None:
            return None
        try:
            return choices(value)
        except ValueError:
            names = ", ".join(choices)
            self.fail(field, f"must be one of {names}, not '{value}'")

    def date(self, field: str, basis: DateBasis = DateBasis.METADATA) -> UncertainDate:
        """An EDTF date; the unknown date where the field is absent."""
        try:
            return UncertainDate.parse(self.optional(field), basis)
        except ValueError as error:
            self.fail(field, f"must be an EDTF date: {str(error).rstrip('.')}")

    def entries(self, field: str, known: frozenset[str]) -> Iterator[Entry]:
        """The mappings of a list; none where the field is absent or null."""
        value = self.fields.get(field)
        if value is None:
            return
        if not isinstance(value, list):
            self.fail(field, f"must be a list, {_got(value)}")
        for number, item in enumerate(value, start=1):
            yield Entry.of(self.path, f"{self.label}, {field} {number}", item, known)


def listed(path: Path, field: str, noun: str, known: frozenset[str], key: str) -> Iterator[Entry]:
    """The entries under the one field of a file, labelled by number and by ``key``."""
    content = load_yaml(path)
    top = Entry.of(path, "top level", {} if content is None else content, frozenset((field,)))
    values = top.fields.get(field)
    if not isinstance(values, list):
        top.fail(field, f"must be a list of {field}")
    for number, value in enumerate(values, start=1):
        name = value.get(key) if isinstance(value, dict) else None
        label = f"{noun} {number}" + (f" ({name})" if isinstance(name, str) else "")
        yield Entry.of(path, label, value, known)


def unique(entries: list[Entry], field: str) -> frozenset[str]:
    """All values of a field that must differ from entry to entry."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = entry.slug(field) if field == "slug" else entry.text(field)
        if value in seen:
            entry.fail(field, f"'{value}' is already taken by {seen[value].label}")
        seen[value] = entry
    return frozenset(seen)


def _got(value: object) -> str:
    """What was found instead, in words."""
    kinds = {dict: "a mapping", list: "a list", type(None): "nothing"}
    if isinstance(value, str):
        return f"not '{value}'" if value.strip() else "not an empty text"
    return "not " + kinds.get(type(value), type(value).__name__)
