"""The form by which an editor corrects a statement: what it shows, and reading what was typed.

Fields are strings by name, as a browser sends them, so that what was typed is never lost: it is
shown again beside what is wrong, or beside what somebody else stored meanwhile.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind
from app.errors import InputError
from app.views.editing_text import chosen_spans, nearest_span, nearest_spans
from app.views.wording import ACTOR_KIND, DATE_BASIS, KIND, SCOPE, STANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.queue import Desk
    from app.domain.records import ActorRef, PositionRecord
    from app.domain.spans import Span

Values = dict[str, str]
NO_POSITION = "none"  # instead of a stance: the statement takes no position there
MOST_SLOTS = 12
_OWN = ("actor", "actor_new", "actor_kind", "kind", "said_on", "said_basis", "content")
_SLOT = ("issue", "stance", "scope", "holder", "asserted_by", "condition", "evidence")
_PLACED = ("content", "condition", "evidence")  # their places are in a field beside them
_IN_BRACKETS = re.compile(r"\(([a-z0-9-]+)\)\s*$")

LABELS: Mapping[str, str] = {
    "actor": "Who speaks",
    "actor_new": "A new actor’s name",
    "actor_kind": "What the new actor is",
    "kind": "Wording",
    "said_on": "Said on",
    "said_basis": "How that day is known",
    "content": "The words",
    "issue": "Issue",
    "stance": "Stance",
    "scope": "Holds for",
    "holder": "Whose position",
    "asserted_by": "Who says so of them",
    "condition": "Words of the condition",
    "evidence": "Deciding words",
    "reason": "Reason",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to pick, the key that picks it, and whether it is picked."""

    value: str
    label: str
    picked: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what is typed, what is wrong with it, and what somebody else stored there."""

    name: str
    label: str
    value: str
    problem: str = ""
    meanwhile: str | None = None
    choices: tuple[Choice, ...] = ()
    at: str = ""  # the places of the words in the text


@dataclass(frozen=True, slots=True)
class Slot:
    """The fields of one position; ``fresh`` is the empty one for a further position."""

    number: int
    fresh: bool
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """All fields of a correction."""

    fields: Mapping[str, Field]
    slots: tuple[Slot, ...]
    hidden: tuple[tuple[str, str], ...]
    reason: Field
    nth: str  # which of several places of the same words is meant
    problem: str  # of the whole
    wrong: bool  # whether anything is to be mended


@dataclass(frozen=True, slots=True)
class PositionWords:
    """A position as it was typed; actors are not looked up yet, empty means as the label says."""

    slot: int
    issue: str
    stance: Stance
    scope: Scope
    holder: str
    asserted_by: str
    condition: Span | None
    evidence: tuple[Span, ...]


@dataclass(slots=True)
class CorrectionWords:
    """What a correction says, as far as it can be read without looking anybody up.

    What is None is not changed. ``problems`` are sentences by the name of the field.
    """

    actor: str | None = None
    new: tuple[str, ActorKind] | None = None
    kind: StatementKind | None = None
    content: tuple[Span, ...] | None = None
    said_on: UncertainDate | None = None
    positions: tuple[PositionWords, ...] | None = None
    problems: Values = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it would change nothing."""
        given = (self.actor, self.new, self.kind, self.content, self.said_on, self.positions)
        return all(one is None for one in given)


def actor_words(actor: ActorRef) -> str:
    """An actor as the form names it: 'Ada Moreau (ada-moreau)'."""
    return f"{actor.name} ({actor.slug})"


def slug_in(words: str) -> str | None:
    """The slug in such words; None where they are a name alone."""
    found = _IN_BRACKETS.search(words)
    return found[1] if found else None


def stored_values(desk: Desk) -> Values:
    """The fields as they are for what is stored."""
    statement, text = desk.statement, desk.text
    found = {
        "actor": actor_words(statement.actor),
        "actor_new": "",
        "actor_kind": ActorKind.PERSON.value,
        "kind": statement.kind.value,
        "said_on": statement.said_on.edtf or "",
        "said_basis": statement.said_on.basis.value,
        **_words("content", statement.content, text),
    }
    for number, position in enumerate(statement.positions):
        found |= _position_values(number, position, desk)
    return found


def slots_of(desk: Desk, given: Mapping[str, str]) -> int:
    """How many positions the form has room for: one more than there are, or as it was sent."""
    sent = given.get("slots", "")
    asked = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 0
    return min(MOST_SLOTS, max(len(desk.statement.positions) + 1, asked))


def read_correction(desk: Desk, given: Mapping[str, str]) -> CorrectionWords:
    """What the form says that is not stored so already."""
    stored = stored_values(desk)
    found = CorrectionWords()
    _read_actor(found, stored, given)
    if _differs("kind", stored, given):
        try:
            found.kind = StatementKind(given["kind"])
        except ValueError:
            found.problems["kind"] = "Choose how the words are printed."
    _read_date(found, stored, given)
    if _differs("content", stored, given):
        nth = given.get("content_nth", "")
        try:
            which = int(nth) if nth.isascii() and nth.isdigit() and len(nth) < 6 else None
            found.content = chosen_spans(
                desk.text, given["content"], given.get("content_at", ""), nth=which
            )
            if not found.content:
                found.problems["content"] = "Give the words, as they stand in the article."
        except InputError as error:
            found.problems["content"] = str(error)
    _read_positions(found, desk, stored, given)
    return found


def merged(desk: Desk, given: Mapping[str, str]) -> tuple[Values, set[str]]:
    """What the form shows after somebody else changed the statement, and where both changed it.

    What this editor typed stands; what only the other changed is taken over.
    """
    now, was = stored_values(desk), _was(given)
    shown, both = dict(given), set()
    for name in _names(slots_of(desk, given)):
        typed, before, stored = given.get(name, ""), was.get(name, ""), now.get(name, "")
        if _plain(typed) == _plain(before):
            shown[name] = stored
            if _kept(name) in _PLACED:
                shown[f"{name}_at"] = now.get(f"{name}_at", "")
        elif _plain(stored) not in (_plain(before), _plain(typed)):
            both.add(name)
    return shown, both


def correction_form(
    desk: Desk,
    given: Mapping[str, str] | None = None,
    *,
    problems: Mapping[str, str] | None = None,
    both: Iterable[str] = (),
    issue: str | None = None,
) -> CorrectionForm:
    """The form: filled with what is stored, or with what was typed and what is wrong with it.

    ``both`` are the fields that somebody else changed too, ``issue`` is offered for a further
    position.
    """
    now = stored_values(desk)
    problems, both = problems or {}, set(both)
    count = slots_of(desk, given or {})
    default = {
        f"p{count - 1}_issue": issue or (next(iter(desk.issues)) if len(desk.issues) == 1 else "")
    }
    values = now | default if given is None else dict(given)

    def made(name: str, of: str, choices: Iterable[tuple[str, str]] = ()) -> Field:
        value = values.get(name, "")
        all_ = tuple(choices)
        keys = {key: str(at) for at, (key, _) in enumerate(all_, 1)} if of == "stance" else {}
        shown = dict(all_).get(now.get(name, ""), now.get(name, "") or "nothing")
        return Field(
            name,
            LABELS[of],
            value,
            problems.get(name, ""),
            shown if name in both else None,
            tuple(
                Choice(key, label, key == value, keys.get(key, "") if key != NO_POSITION else "")
                for key, label in all_
            ),
            values.get(f"{name}_at", ""),
        )

    own = {of: made(of, of, _choices(of, desk)) for of in _OWN}
    slots = tuple(
        Slot(
            number,
            number >= len(desk.statement.positions),
            {of: made(f"p{number}_{of}", of, _choices(of, desk)) for of in _SLOT},
        )
        for number in range(count)
    )
    return CorrectionForm(
        fields=own,
        slots=slots,
        hidden=(
            ("slots", str(count)),
            ("was", json.dumps(now, ensure_ascii=False, separators=(",", ":"))),
        ),
        reason=Field(
            "reason", LABELS["reason"], values.get("reason", ""), problems.get("reason", "")
        ),
        nth=values.get("content_nth", ""),
        problem=problems.get("", ""),
        wrong=bool(problems) or bool(both) or given is not None,
    )


def _choices(of: str, desk: Desk) -> list[tuple[str, str]]:
    """The values to pick from; none where the field is written in."""
    if of == "issue":
        return [("", "none chosen"), *desk.issues.items()]
    return list(_FIXED.get(of, ()))


_FIXED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "kind": tuple((one.value, KIND[one]) for one in StatementKind),
    "actor_kind": tuple((one.value, ACTOR_KIND[one]) for one in ActorKind),
    "said_basis": tuple((one.value, DATE_BASIS[one]) for one in DateBasis),
    "stance": (*((one.value, STANCE[one]) for one in Stance), (NO_POSITION, "no position here")),
    "scope": tuple((one.value, SCOPE[one] or "everybody whom it may concern") for one in Scope),
}


def _position_values(number: int, position: PositionRecord, desk: Desk) -> Values:
    speaker, slot = desk.statement.actor.slug, f"p{number}_"
    holder, teller = position.holder, position.asserted_by
    condition = () if position.condition is None else (position.condition,)
    return {
        f"{slot}issue": position.issue,
        f"{slot}stance": position.stance.value,
        f"{slot}scope": position.scope.value,
        f"{slot}holder": "" if holder.slug == speaker else actor_words(holder),
        f"{slot}asserted_by": "" if teller is None else actor_words(teller),
        **_words(f"{slot}condition", condition, desk.text),
        **_words(f"{slot}evidence", (one.span for one in position.evidence), desk.text),
    }


def _words(name: str, spans: Iterable[Span], text: str) -> Values:
    """Words as a field shows them, a stretch each line, and their places."""
    all_ = tuple(spans)
    return {
        name: "\n".join(" ".join(span.of(text).split()) for span in all_),
        f"{name}_at": ";".join(f"{span.start}-{span.end}" for span in all_),
    }


def _read_actor(found: CorrectionWords, stored: Values, given: Mapping[str, str]) -> None:
    new = " ".join(given.get("actor_new", "").split())
    if new:
        try:
            found.new = (new, ActorKind(given.get("actor_kind", "")))
        except ValueError:
            found.problems["actor_kind"] = "Choose what the new actor is."
        if len(new) > 200:
            found.problems["actor_new"] = "Give the name in at most 200 characters."
        if _differs("actor", stored, given) and given["actor"].strip():
            found.problems["actor"] = "Choose somebody, or name somebody new; not both."
    elif _differs("actor", stored, given):
        found.actor = " ".join(given["actor"].split())
        if not found.actor:
            found.problems["actor"] = "Say who speaks."


def _read_date(found: CorrectionWords, stored: Values, given: Mapping[str, str]) -> None:
    if not any(_differs(name, stored, given) for name in ("said_on", "said_basis")):
        return
    written = given.get("said_on", "").strip()
    try:
        basis = DateBasis(given.get("said_basis", ""))
        found.said_on = UncertainDate.parse(written, basis)
    except ValueError as error:
        known = given.get("said_basis", "") in set(DateBasis)
        if known:
            found.problems["said_on"] = str(error)
        else:
            found.problems["said_basis"] = "Choose how the day is known."
        return
    if written and basis is DateBasis.UNKNOWN:
        found.problems["said_basis"] = "A day that is given is known somehow; choose how."
    elif not written and stored["said_on"] == "":
        found.said_on = None  # not known before, not known now


def _read_positions(
    found: CorrectionWords, desk: Desk, stored: Values, given: Mapping[str, str]
) -> None:
    count = slots_of(desk, given)
    names = [f"p{number}_{of}" for number in range(count) for of in _SLOT]
    fresh = {
        f"p{number}_{of}"
        for number in range(len(desk.statement.positions), count)
        for of in ("issue", "scope")  # prefilled; alone they say nothing
    }
    changed = any(_differs(name, stored, given) for name in names if name not in fresh)
    # A position of the speaker's own is the new speaker's when who speaks is corrected.
    speaker = found.actor is not None or found.new is not None
    if not changed and not (speaker and desk.statement.positions):
        return
    positions = []
    for number in range(count):
        one = _read_position(found, desk, number, stored, given)
        if one is not None:
            positions.append(one)
    found.positions = tuple(positions)


def _read_position(
    found: CorrectionWords, desk: Desk, number: int, stored: Values, given: Mapping[str, str]
) -> PositionWords | None:
    slot = f"p{number}_"

    def value(name: str) -> str:
        return given.get(f"{slot}{name}", "").strip()

    stance = value("stance")
    said = stance or any(value(one) for one in ("holder", "asserted_by", "condition", "evidence"))
    if stance == NO_POSITION or not said:
        return None
    problems = found.problems
    if value("issue") not in desk.issues:
        problems[f"{slot}issue"] = "Choose the issue."
    if stance not in set(Stance):
        problems[f"{slot}stance"] = "Choose the stance."
    scope = value("scope") or Scope.GENERAL.value
    if scope not in set(Scope):
        problems[f"{slot}scope"] = "Choose whom it holds for."
    moved = any(_differs(f"{slot}{one}", stored, given) for one in ("holder", "asserted_by"))
    if moved and value("holder") and not value("asserted_by"):
        problems[f"{slot}asserted_by"] = (
            "Somebody else’s position is told by somebody: say who (as a rule the speaker)."
        )
    content = found.content or desk.statement.content
    condition: Span | None = None
    evidence: tuple[Span, ...] = ()
    try:
        condition = nearest_span(
            desk.text, value("condition"), value("condition_at"), content, "the condition"
        )
    except InputError as error:
        problems[f"{slot}condition"] = str(error)
    try:
        evidence = nearest_spans(
            desk.text, value("evidence"), value("evidence_at"), content, "the deciding words"
        )
    except InputError as error:
        problems[f"{slot}evidence"] = str(error)
    if any(name.startswith(slot) for name in problems):
        return None
    return PositionWords(
        number,
        value("issue"),
        Stance(stance),
        Scope(scope),
        value("holder"),
        value("asserted_by"),
        condition,
        tuple(evidence),
    )


def _names(slots: int) -> list[str]:
    return [*_OWN, *(f"p{number}_{of}" for number in range(slots) for of in _SLOT)]


def _kept(name: str) -> str:
    """The field's name without its slot."""
    return re.sub(r"^p\d+_", "", name)


def _differs(name: str, stored: Values, given: Mapping[str, str]) -> bool:
    """Whether what was typed says something else; a field that was not sent says nothing."""
    return name in given and (
        _plain(given[name]) != _plain(stored.get(name, ""))
        # The same words at another place are other words.
        or (
            _kept(name) in _PLACED
            and given.get(f"{name}_at", "") not in ("", stored.get(f"{name}_at", ""))
        )
    )


def _plain(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.splitlines() if line.strip())


def _was(given: Mapping[str, str]) -> dict[str, Any]:
    """What was stored when the form was made, as it says itself; for showing only."""
    try:
        found = json.loads(given.get("was", ""))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}
