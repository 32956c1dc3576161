"""Gates: the topic gates of issues, each made once."""

from __future__ import annotations

from app.domain.positions import Issue
from app.extraction.stances.topic import TopicGate

# What a gate reads of an issue.
_READ = tuple(
    name
    for name in Issue.__dataclass_fields__
    if name
    not in {"slug", "title", "proposition", "description", "counts", "does_not_count", "stances"}
)
_MOST_GATES = 64


class _Known:
    """The gates of issues, by their words: ``stances`` are no key, and change no gate."""

    def __init__(self) -> None:
        self._gates: dict[tuple[object, ...], TopicGate] = {}

    def __call__(self, issue: Issue) -> TopicGate:
        """The gate of an issue; compiled once for the same word classes."""
        key = tuple(getattr(issue, name) for name in _READ)
        if key not in self._gates:
            if len(self._gates) >= _MOST_GATES:
                self._gates.clear()
            self._gates[key] = TopicGate(issue)
        return self._gates[key]


topic_gate = _Known()
