"""The table of how often positions were right, as ``onrecord recalibrate`` writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from app.errors import InvalidDefinition

if TYPE_CHECKING:
    from pathlib import Path


def load_sureness(path: Path | None) -> dict[str, Any] | None:
    """The table in a file; None of none, which means the one that is shipped.

    Raises InvalidDefinition when it cannot be read or is not of that form.
    """
    if path is None:
        return None
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise InvalidDefinition(f"{path} cannot be read as YAML: {reason}.") from error
    if not isinstance(content, dict):
        raise InvalidDefinition(f"{path} is no table of confidences.")
    table: dict[str, Any] = {name: _pair(path, name, content.get(name)) for name in _WHOLE}
    for name in ("kinds", "circumstances"):
        group = content.get(name) or {}
        if not isinstance(group, dict):
            raise InvalidDefinition(f"{path}: '{name}' must be a table of counts.")
        table[name] = {str(key): _pair(path, f"{name}, {key}", two) for key, two in group.items()}
    if not all(table[name][0] for name in _WHOLE):
        raise InvalidDefinition(f"{path}: of 'topic' and of 'plain' some must have been right.")
    return table


_WHOLE = ("topic", "plain")


def _pair(path: Path, name: str, value: object) -> list[int]:
    """[right, given], as whole numbers."""
    if isinstance(value, list) and len(value) == 2 and {int} == {*map(type, value)}:
        right, given = value
        if 0 <= right <= given:
            return [right, given]
    raise InvalidDefinition(f"{path}: '{name}' must be [right, given], as [41, 50].")
