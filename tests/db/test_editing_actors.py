"""Editors on actors, articles, issues and utterances, and what later readings make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.db import queries
from app.db.queries.revisions import merged_into, proposals
from app.db.store import save, sync_directory
from app.db.store.editing import (
    Correction,
    correct,
    edit_actor,
    edit_article,
    edit_issue,
    join,
    merge_actors,
    part,
    split_actor,
    undo,
)
from app.db.tables import ActorRow, AliasRow, PositionRow, RoleRow, StatementRow, VersionRow
from app.domain.dates import DateBasis, UncertainDate
from app.domain.revisions import ObjectKind
from app.domain.runs import Outcome
from app.errors import InputError
from tests.db import corpus
from tests.db.test_copies import report
from tests.db.test_editing import EVA, content, one
from tests.db.test_utterances import CUT, LATER, ONE, OTHER, THREE, TWO, WHOLE, groups, printed
from tests.factories import make_actor, make_directory, make_issue, make_role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.actors import Actor
    from app.domain.extraction import Extraction


def said_by(session: Session, slug: str) -> int:
    found = queries.actor(session, slug)
    return len(found.statements) if found else 0


def names(session: Session, slug: str) -> set[str]:
    of_it = select(AliasRow.name).join(ActorRow, ActorRow.id == AliasRow.actor_id)
    return set(session.scalars(of_it.where(ActorRow.slug == slug)))


def test_a_merged_actor_leads_to_the_other_with_all_it_said(session: Session) -> None:
    save(session, corpus.FOUR)
    save(session, corpus.THREE)
    save(session, ONE)
    before = content(session)
    done = merge_actors(session, EVA, "bo-lund", "ada-moreau", reason="one person")
    assert merged_into(session, "bo-lund") == "ada-moreau"
    assert names(session, "ada-moreau") == {"A. M.", "B. L.", "Bo Lund"}
    assert session.scalar(
        select(ActorRow.id)
        .join(StatementRow, StatementRow.actor_id == ActorRow.id)
        .where(ActorRow.slug == "bo-lund")
    ) is None  # fmt: skip
    with pytest.raises(InputError, match="merged"):
        edit_actor(session, EVA, make_actor("Bo Lund"))
    # What is read later is the other's at once, and so is what is read again.
    more = printed("Later", OTHER, speaker="Bo Lund")
    save(session, more)
    statement = one(session, OTHER[:10])
    actor = session.get_one(StatementRow, statement).actor_id
    assert session.get_one(ActorRow, actor).slug == "ada-moreau"
    position = session.scalars(
        select(PositionRow).where(PositionRow.statement_id == statement)
    ).one()
    assert position.holder_id == actor
    save(session, printed("Later", OTHER, speaker="Bo Lund", published="2025-03-09"))
    session.expire_all()
    assert session.get_one(StatementRow, statement).actor_id == actor
    # An alias that a later text prints is the other's too, and the directory takes none away.
    save(session, replace_speaker(corpus.FOUR, aliases=("B. L.", "Bobo")))
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    assert "Bobo" not in names(session, "bo-lund")
    undo(session, EVA, done.id)
    assert merged_into(session, "bo-lund") is None
    assert names(session, "bo-lund") == {"B. L."}
    assert before["actor"] == [row for row in content(session)["actor"] if row in before["actor"]]


def replace_speaker(extraction: Extraction, **fields: object) -> Extraction:
    first = extraction.statements[0]
    actor = replace(first.actor, **fields)  # type: ignore[arg-type]
    position = replace(first.positions[0], holder=actor)
    return replace(extraction, statements=(replace(first, actor=actor, positions=(position,)),))


def test_reports_of_two_spellings_become_one_utterance_by_a_merge(session: Session) -> None:
    save(session, printed("One", WHOLE, speaker="Ada Moreau"))
    save(session, printed("Two", WHOLE, speaker="Ada Moro"))
    assert groups(session) == set()
    done = merge_actors(session, EVA, "ada-moro", "ada-moreau")
    assert groups(session) == {frozenset({"one", "two"})}
    undo(session, EVA, done.id)
    assert groups(session) == set()


def test_what_belonged_to_one_belongs_to_the_other(session: Session) -> None:
    party = make_actor("The Party")
    member = make_actor("Mia Mint", belongs_to=("the-party",), roles=(make_role(),))
    sync_directory(session, make_directory(party, make_actor("A Party"), member), ())
    merge_actors(session, EVA, "the-party", "a-party")
    found = queries.actor(session, "mia-mint")
    assert found is not None
    assert found.actor.belongs_to == ("a-party",)
    sync_directory(session, make_directory(party, make_actor("A Party"), member), ())
    found = queries.actor(session, "mia-mint")
    assert found is not None
    assert found.actor.belongs_to == ("a-party",)


def test_one_actor_that_is_two(session: Session) -> None:
    save(session, printed("One", WHOLE, OTHER))
    before = content(session)
    grain = one(session, OTHER[:10])
    done = split_actor(session, EVA, "ada-moreau", [grain], make_actor("Ada Moreau the Younger"))
    assert said_by(session, "ada-moreau") == 1
    assert said_by(session, "ada-moreau-the-younger") == 1
    found = queries.statement(session, grain)
    assert found is not None
    assert found[0].positions[0].holder.slug == "ada-moreau-the-younger"
    # The machine that reads it again finds the older one; that changes nothing and is no news.
    save(session, printed("One", WHOLE, OTHER, published="2025-03-02"))
    assert said_by(session, "ada-moreau-the-younger") == 1
    save(session, printed("One", WHOLE, OTHER, published="2025-03-01"))
    undo(session, EVA, done.id)
    assert content(session)["statement"] == before["statement"]


def _edited(actor: Actor) -> Actor:
    return replace(actor, name="Ilse M. Brandt", aliases=("Ilse",), roles=actor.roles[:1])


def test_a_directory_does_not_take_back_what_an_editor_wrote(session: Session) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    edited = _edited(corpus.MINISTER)
    done = edit_actor(session, EVA, edited)
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    save(session, corpus.ONE)
    found = queries.actor(session, "ilse-brandt")
    assert found is not None
    assert found.actor == edited
    (told,) = proposals(session, ObjectKind.ACTOR, "ilse-brandt")
    assert told.says["name"] == "Ilse Brandt"
    undo(session, EVA, done.id)
    assert session.scalars(select(RoleRow.id)).all()
    found = queries.actor(session, "ilse-brandt")
    assert found is not None
    assert found.actor == corpus.MINISTER


def test_an_article_keeps_the_date_that_an_editor_found(session: Session) -> None:
    saved = save(session, TWO)
    save(session, THREE)
    assert groups(session) == {frozenset({"two", "three"})}
    day = UncertainDate.parse("2025-09-01", DateBasis.STATED)
    done = edit_article(
        session, EVA, saved.article, outlet="The Second", published=day, note="On its front page."
    )
    assert groups(session) == set()
    record = queries.article(session, saved.article)
    assert record is not None
    assert (record.ref.outlet.name, record.ref.published) == ("The Second", day)
    assert session.get_one(VersionRow, saved.version).definitions == ""
    # The same file read again is no news; another date is, once.
    assert save(session, TWO).outcome is Outcome.UNCHANGED
    assert proposals(session, ObjectKind.ARTICLE, saved.article) == ()
    other = printed("Two", WHOLE, published="2025-04-04")
    for _ in range(2):
        assert save(session, other).outcome is Outcome.UNCHANGED
    (told,) = proposals(session, ObjectKind.ARTICLE, saved.article)
    assert told.says == {"date": "2025-04-04"}
    undo(session, EVA, done.id)
    assert groups(session) == {frozenset({"two", "three"})}


def test_an_issue_is_looked_for_as_an_editor_wrote_it(session: Session) -> None:
    edited = replace(make_issue(), title="Soldiers", things=("soldier",))
    edit_issue(session, EVA, edited)
    sync_directory(session, make_directory(), [make_issue()])
    assert queries.edited_issues(session) == (edited,)
    with pytest.raises(InputError, match="another than it is"):
        edit_issue(session, EVA, edited)
    with pytest.raises(InputError, match="thing"):
        edit_issue(session, EVA, replace(edited, things=()))


def test_reports_are_joined_and_parted(session: Session) -> None:
    for extraction in (ONE, TWO, LATER):
        save(session, extraction)
    rows = content(session)
    ids = {
        row.id: row.content_text
        for row in session.execute(select(StatementRow.id, StatementRow.content_text))
    }
    assert groups(session) == {frozenset({"one", "two"})}
    cut = next(key for key, words in ids.items() if words == [CUT])
    late = next(
        key for key in ids if session.get_one(StatementRow, key).utterance_id == key and key != cut
    )
    whole = next(key for key in ids if key not in {cut, late})
    apart = part(session, EVA, cut, whole, reason="two speeches")
    assert {(ObjectKind.UTTERANCE, cut), (ObjectKind.UTTERANCE, whole)} <= set(apart.objects)
    assert groups(session) == set()
    together = join(session, EVA, whole, late)
    assert groups(session) == {frozenset({"two", "later"})}
    # What editors decided of a pair stands in the article's next text.
    save(session, printed("Later", WHOLE, published="2025-06-01", around="A longer text."))
    assert groups(session) >= {frozenset({"two", "later"})}
    assert together.id > apart.id
    with pytest.raises(InputError):
        join(session, EVA, whole, whole)
    assert set(rows) == set(content(session))


def test_what_was_parted_stays_apart_when_an_earlier_copy_comes(session: Session) -> None:
    save(session, printed("Wire", WHOLE, published="2025-03-02", around=report(1)))
    save(session, printed("Other", CUT, published="2025-03-03"))
    assert groups(session) == {frozenset({"wire", "other"})}
    texts = session.execute(select(StatementRow.id, StatementRow.content_text)).all()
    (cut,) = [row.id for row in texts if row.content_text == [CUT]]
    (whole,) = [row.id for row in texts if row.content_text == [WHOLE]]
    done = part(session, EVA, whole, cut)
    assert groups(session) == set()
    save(session, printed("First", WHOLE, published="2025-03-01", around=report(1)))
    assert groups(session) == {frozenset({"wire", "first"})}
    undo(session, EVA, done.id)
    assert groups(session) == {frozenset({"wire", "first", "other"})}


def test_a_speaker_who_is_corrected_leaves_the_utterance(session: Session) -> None:
    for extraction in (ONE, TWO):
        save(session, extraction)
    done = correct(session, EVA, one(session, WHOLE), Correction(actor=make_actor("Bo Lind")))
    assert groups(session) == set()
    undo(session, EVA, done.id)
    assert groups(session) == {frozenset({"one", "two"})}
