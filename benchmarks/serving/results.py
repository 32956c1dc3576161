"""Results: every raw figure in one JSON file, to which parts add and with which they go on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What tells a figure from others: one that has all these as another has them is the same again.
KEYS = ("part", "database", "statements", "workers", "case", "connections", "round")


@dataclass
class Results:
    """The file, the machines on which it was filled, and the figures in the order they came."""

    file: Path
    machines: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> Results:
        """Those of a file; none where there is no file."""
        if not file.exists():
            return cls(file)
        kept = json.loads(file.read_text("utf-8"))
        return cls(file, kept["machines"], kept["figures"])

    def on(self, machine: dict[str, Any]) -> int:
        """The number of a machine (with its commit); it is added when it is new."""
        if machine not in self.machines:
            self.machines.append(machine)
        return self.machines.index(machine)

    def has(self, **key: Any) -> bool:  # noqa: ANN401 - the values of KEYS
        """Whether a figure with exactly this key was taken."""
        return any(_key(one) == _key(key) for one in self.figures)

    def add(self, figure: dict[str, Any]) -> None:
        """Keep a figure in place of one with the same key, and write the file."""
        told = {"when": datetime.now(UTC).isoformat(timespec="seconds")}
        self.figures = [one for one in self.figures if _key(one) != _key(figure)]
        self.figures.append(figure | told)
        self.write()

    def drop(self, **like: Any) -> None:  # noqa: ANN401 - of any key
        """Forget the figures that have these values."""
        self.figures = [one for one in self.figures if not _is_like(one, like)]

    def of(self, **like: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - of any key
        """The figures that have these values."""
        return (one for one in self.figures if _is_like(one, like))

    def write(self) -> None:
        """Write the file, whole or not at all."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        made = self.file.with_suffix(".part")
        rows = ",\n".join(json.dumps(one, sort_keys=True) for one in self.figures)
        machines = ",\n".join(json.dumps(one, sort_keys=True) for one in self.machines)
        made.write_text(f'{{"machines": [\n{machines}\n],\n"figures": [\n{rows}\n]}}\n', "utf-8")
        made.replace(self.file)


def _key(figure: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(figure.get(name) for name in KEYS)


def _is_like(figure: dict[str, Any], like: dict[str, Any]) -> bool:
    return all(figure.get(name) == value for name, value in like.items())
