"""From what was typed to what is stored: everybody who is named is looked up, nobody is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.queries import queue as stored
from app.db.store import editing
from app.domain.actors import Actor, slugify
from app.errors import InputError
from app.views.correction import slug_in
from app.views.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.domain.records import ActorRef
    from app.views.correction import CorrectionWords, PositionWords


class RefusedError(InputError):
    """A form with something wrong in it, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(next(iter(problems.values())))
        self.problems = dict(problems)


def correction_of(session: Session, words: CorrectionWords) -> editing.Correction:
    """The correction, with everybody looked up. Raises RefusedError with all that is wrong."""
    problems = dict(words.problems)
    actor: str | Actor | None = None
    if words.new is not None:
        actor = _new_actor(session, words, problems)
    elif words.actor:
        actor = _known(session, words.actor, "actor", problems)
    drafts = [
        _draft(session, one, problems, actor if isinstance(actor, Actor) else None)
        for one in words.positions or ()
    ]
    if problems:
        raise RefusedError(problems)
    return editing.Correction(
        actor=actor,
        kind=words.kind,
        content=words.content,
        said_on=words.said_on,
        positions=None if words.positions is None else tuple(drafts),
    )


def _draft(
    session: Session, words: PositionWords, problems: dict[str, str], new: Actor | None
) -> editing.PositionDraft:
    def looked_up(written: str, name: str) -> str | Actor | None:
        if not written:
            return None
        if new is not None and written.casefold() == new.name.casefold():
            return new
        return _known(session, written, f"p{words.slot}_{name}", problems)

    return editing.PositionDraft(
        issue=words.issue,
        stance=words.stance,
        scope=words.scope,
        holder=looked_up(words.holder, "holder"),
        asserted_by=looked_up(words.asserted_by, "asserted_by"),
        condition=words.condition,
        evidence=words.evidence,
    )


def _known(session: Session, written: str, name: str, problems: dict[str, str]) -> str | None:
    """The slug of the actor that is meant; None, with a sentence at the field, where none is."""
    found = stored.actors_called(session, slug_in(written) or written)
    if len(found) == 1:
        return found[0].slug
    problems[name] = _unclear(written, found, stored.actors_named(session, written, most=3))
    return None


def _unclear(written: str, found: Sequence[ActorRef], near: Sequence[ActorRef]) -> str:
    if found:
        several = listed([f"{one.name} ({one.slug})" for one in found], "or")
        return f"Several are called “{written[:80]}”: {several}?"
    meant = listed([f"{one.name} ({one.slug})" for one in near], "or")
    hint = f" Is {meant} meant?" if meant else ""
    return f"Nobody here is called “{written[:80]}”.{hint} Somebody new has a field of their own."


def _new_actor(session: Session, words: CorrectionWords, problems: dict[str, str]) -> Actor | None:
    assert words.new is not None  # noqa: S101 - asked before
    name, kind = words.new
    slug = slugify(name)
    there = stored.actors_called(session, name) or stored.actors_called(session, slug)
    if there:
        several = listed([f"{one.name} ({one.slug})" for one in there], "or")
        problems["actor_new"] = f"There is {several} already: choose them under “Who speaks”."
        return None
    return Actor(slug, name, kind)
