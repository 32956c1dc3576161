"""What things are called in a REFI-QDA project: the namespace, groups of codes, ids, notes."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID, uuid5

NAMESPACE = "urn:QDA-XML:project:1.0"
# Ours alone, drawn once; with it the same statement always has the same id.
_ROOT = UUID("6f3c1a52-7a0e-4a55-9c0e-2d8f4b1c7e90")


class Group(StrEnum):
    """The codes under which all others stand."""

    STANCE = "Stance"
    KIND = "How the words are given"
    SCOPE = "Scope"
    ACTOR = "Who says it"
    HOLDER = "Whose position"


# The lines of a statement's note that say what no code can.
SAID_ON, CONDITION, NOTE = "Said on: ", "Condition: ", "Note: "


def guid(*parts: str) -> str:
    """The id of the thing that these parts name."""
    return str(uuid5(_ROOT, "\x1f".join(parts)))
