"""Answer: what a language model said of a question, once it has been checked."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.domain.positions import Stance

OFF = "off"
_SPEAKER = "speaker"
_LONGEST_HOLDER = 200
_MARKS = " \t\n\"'“”‘’«»„"


class Unusable(ValueError):  # noqa: N818 - a fact about an answer, counted and passed over
    """An answer that is not of the form asked for, or whose evidence is not in the statement."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``stance`` is None when the model takes the statement to be off the issue.

    ``holder`` is None for the speaker. ``evidence`` stands word for word in the statement; it is
    empty only where there is no side to decide (off the issue, undetermined).
    """

    stance: Stance | None
    holder: str | None
    evidence: str


def read_answer(content: str, statement: str) -> Answer:
    """The answer in a model's message; raises Unusable, with the reason, when it cannot be used."""
    found = _object(content)
    stance = found.get("stance")
    holder = found.get("holder", _SPEAKER)
    evidence = found.get("evidence", "")
    if not isinstance(holder, str) or not isinstance(evidence, str):
        raise Unusable("holder and evidence must be texts")
    evidence = evidence.strip(_MARKS)
    if stance == OFF:
        return Answer(None, None, "")
    try:
        label = Stance(str(stance))
    except ValueError as error:
        raise Unusable("it names no stance") from error
    if label is Stance.UNDETERMINED:
        evidence = evidence if evidence in statement else ""
    elif not evidence or evidence not in statement:
        raise Unusable("its evidence is not in the statement")
    name = " ".join(holder.split())[:_LONGEST_HOLDER]
    return Answer(label, None if name.casefold() in {"", _SPEAKER} else name, evidence)


def _object(content: str) -> dict[str, object]:
    """The first JSON object in a message: models put fences and words around it."""
    start = content.find("{")
    if start < 0:
        raise Unusable("it holds no JSON object")
    try:
        found, _ = json.JSONDecoder().raw_decode(content, start)
    except (ValueError, RecursionError) as error:
        raise Unusable("its JSON cannot be read") from error
    if not isinstance(found, dict):
        raise Unusable("it holds no JSON object")
    return found
