"""CodedRow: a bare statement with what a coder says it means for an issue."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.domain.positions import Stance
from app.errors import InvalidDefinition

if TYPE_CHECKING:
    from pathlib import Path

    from app.extraction.stance import Judgement

SPEAKER = "speaker"  # the holder of a position that the speaker takes


class Label(StrEnum):
    """What a coder answers: a stance, or that the statement is off the issue."""

    SUPPORTS = Stance.SUPPORTS
    OPPOSES = Stance.OPPOSES
    CONDITIONAL = Stance.CONDITIONAL
    NONCOMMITTAL = Stance.NONCOMMITTAL
    UNDETERMINED = Stance.UNDETERMINED
    OFF = "off the issue"


# The stances that a person may give; "undetermined" is only ever a machine's answer.
STANCES = (Label.SUPPORTS, Label.OPPOSES, Label.CONDITIONAL, Label.NONCOMMITTAL)


@dataclass(frozen=True, slots=True)
class Code:
    """One coder's answer for one row; ``holder`` is "speaker" or a name.

    A machine adds its ``confidence`` and whether it asks for a ``review``.
    """

    label: Label
    scope: str | None = None
    holder: str | None = None
    condition: str | None = None
    confidence: float = 1.0
    review: bool = False

    @classmethod
    def of(cls, judgement: Judgement) -> Code:
        """What the machine answers."""
        stance = judgement.stance
        return cls(
            Label(stance.value) if judgement.on_issue and stance else Label.OFF,
            judgement.scope,
            judgement.holder,
            judgement.condition_text,
            judgement.confidence,
            bool(judgement.review),
        )

    @property
    def on_issue(self) -> bool:
        """Whether the statement is on the issue at all."""
        return self.label is not Label.OFF


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A statement, its surroundings, and its code; ``construction`` is what makes it hard."""

    id: str
    issue: str
    issue_text: str
    statement: str
    context: str
    speaker: str
    code: Code
    construction: str = ""


def load_rows(path: Path) -> tuple[CodedRow, ...]:
    """The rows of a file in JSON Lines (tests/gold/LABELS.md), in their order.

    Raises InvalidDefinition, naming the line, when it is not of that form.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidDefinition(f"{path} cannot be read as UTF-8.") from error
    rows = tuple(
        _row(f"{path}, line {number}", line)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    if not rows:
        raise InvalidDefinition(f"{path} holds no rows.")
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise InvalidDefinition(f"{path} gives the id {row.id} twice.")
        seen.add(row.id)
    return rows


def _row(place: str, line: str) -> CodedRow:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidDefinition(f"{place}: this is not JSON.") from error
    if not isinstance(row, dict):
        raise InvalidDefinition(f"{place}: this is not a JSON object.")
    return CodedRow(
        _text(place, row, "id"),
        _text(place, row, "issue"),
        _text(place, row, "issue_text", ""),
        _text(place, row, "statement"),
        _text(place, row, "context", ""),
        _text(place, row, "speaker", ""),
        _code(place, row),
        _text(place, row, "construction", ""),
    )


def _code(place: str, row: dict[str, Any]) -> Code:
    on_issue = row.get("on_issue")
    if not isinstance(on_issue, bool):
        raise InvalidDefinition(f"{place}: the field 'on_issue' must be true or false.")
    if not on_issue:
        return Code(Label.OFF)
    try:
        label = Label(Stance(str(row.get("stance"))).value)
    except ValueError as error:
        raise InvalidDefinition(f"{place}: the field 'stance' must name a stance.") from error
    return Code(
        label,
        _text(place, row, "scope", "") or None,
        _text(place, row, "holder", SPEAKER),
        _text(place, row, "condition_text", "") or None,
    )


def _text(place: str, row: dict[str, Any], name: str, default: str | None = None) -> str:
    value = row.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InvalidDefinition(f"{place}: the field '{name}' must be a text.")
    return value
