"""FormState: what every form on which something is changed carries beside its own fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.views.history import RevisionEntry


@dataclass(frozen=True, slots=True)
class FormState:
    """What the editor saw and says, and why it was refused, if it was."""

    seen: int  # the last revision of the object that the editor sees
    reason: str = ""
    problem: str = ""
    since: tuple[RevisionEntry, ...] = ()  # what others changed meanwhile
