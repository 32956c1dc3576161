"""Snapshots in both databases: stored once, never changed, and what became of what they hold."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from app.db import migrate, queries
from app.db.queries.snapshots import edited_since, fates, newest_revision, snapshot
from app.db.session import sessions
from app.db.store import save, sync_directory
from app.db.store.editing import Correction, PositionDraft, correct, withdraw
from app.db.store.reader_reports import Bounds
from app.db.store.snapshots import TooManySnapshots, freeze, remove, sweep
from app.db.tables_snapshots import SnapshotRow, SnapshotSenderRow
from app.domain.accounts import By, Interface
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.snapshots import Removed, Snapshot, snapshot_of
from app.errors import ConflictError, GoneError, InputError, NotFoundError
from app.views.snapshot import query_of, snapshot_data
from app.views.snapshot_difference import difference, live_of, missing
from tests.db import corpus
from tests.factories import make_actor, make_issue, span_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

EVA = By(1, "Eva", Interface.WEB)
MANY = Bounds(10, 100)
QUERY = ComparisonQuery()


@pytest.fixture
def stored(session: Session) -> Session:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    save(session, corpus.ONE)
    save(session, corpus.TWO)
    return session


def taken(session: Session, query: ComparisonQuery = QUERY) -> Snapshot:
    """A snapshot of a comparison, not stored yet."""
    found = queries.comparison(session, query, folded=False)
    shown = queries.comparison(session, query)
    data = snapshot_data(
        query, make_issue(), ((), ()), found, shown, newest_revision=newest_revision(session)
    )
    return snapshot_of(query.address(), data, datetime.now(UTC))


def id_of(made: Snapshot, words: str) -> str:
    listed = [*made.data["statements"], *made.data["undated"]]
    return next(str(one["id"]) for one in listed if words in one["content_text"][0])


def test_it_comes_back_as_it_was_and_is_made_once(stored: Session) -> None:
    made = taken(stored)
    assert freeze(stored, made, "192.0.2.1", MANY) == made
    stored.expire_all()
    assert snapshot(stored, made.id) == made
    later = replace(taken(stored), made_at=made.made_at + timedelta(hours=1))
    assert later.id == made.id
    assert freeze(stored, later, "192.0.2.1", MANY) == made
    assert stored.scalar(select(func.count()).select_from(SnapshotRow)) == 1
    assert stored.scalar(select(func.count()).select_from(SnapshotSenderRow)) == 1
    for none in ("0000000000000", "nothing", made.id.upper() + "0", ""):
        assert snapshot(stored, none) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.execute(update(SnapshotRow).values(sha256="0")),
        lambda session: session.execute(update(SnapshotRow).values(data=b"")),
        lambda session: session.execute(delete(SnapshotRow)),
    ],
)
def test_the_database_refuses_to_change_or_delete_one(
    stored: Session, change: Callable[[Session], object]
) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    stored.flush()
    with pytest.raises(DBAPIError, match="never changed or deleted"), stored.begin_nested():
        change(stored)
    stored.expire_all()
    assert snapshot(stored, made.id) == made


def test_it_is_not_replaced_or_emptied_either(stored: Session) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    server = stored.get_bind().dialect.name == "postgresql"
    sql = (
        "TRUNCATE snapshot"
        if server
        else "INSERT OR REPLACE INTO snapshot (id, address, made_at, sha256, data)"
        " SELECT id, '', made_at, sha256, data FROM snapshot"
    )
    with pytest.raises(DBAPIError, match="never changed or deleted"), stored.begin_nested():
        stored.connection().exec_driver_sql(sql)
    stored.expire_all()
    assert snapshot(stored, made.id) == made


def removed(session: Session, made: Snapshot, reason: str = "By order of the court.") -> Removed:
    return remove(session, made.id, reason, made.made_at + timedelta(days=1))


def test_where_the_law_demands_it_id_time_hash_and_reason_are_left(stored: Session) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    left = removed(stored, made, "By order  of the court")
    assert (left.id, left.made_at, left.sha256) == (made.id, made.made_at, made.sha256)
    stored.expire_all()
    with pytest.raises(GoneError, match="By order of the court. Its SHA-256 was " + made.sha256):
        snapshot(stored, made.id)
    row = stored.connection().execute(select(SnapshotRow.__table__)).one()
    assert (row.address, bytes(row.data)) == ("", b"")
    with pytest.raises(ConflictError, match="removed on"):
        removed(stored, made)
    # Nor does it come back when somebody freezes the same again.
    with pytest.raises(GoneError):
        freeze(stored, made, "192.0.2.2", MANY)


def test_one_is_removed_with_a_reason_and_only_what_is_there(stored: Session) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    with pytest.raises(InputError, match="why"):
        removed(stored, made, " \n")
    for number in ("0000000000000", "zzz", ""):
        with pytest.raises(NotFoundError):
            remove(stored, number, "Reason.", made.made_at)
    stored.expire_all()
    assert snapshot(stored, made.id) == made


GONE = {
    "removed_at": datetime(2026, 1, 2, tzinfo=UTC),
    "removed_reason": "Why.",
    "address": "",
    "data": b"",
}


@pytest.mark.parametrize(
    "values",
    [
        {"removed_at": None},
        {"removed_reason": None},
        {"removed_reason": "  "},
        {"address": "/compare"},
        {"data": b"x"},
        {"sha256": "0" * 64},
        {"made_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"id": "0000000000001"},
    ],
)
def test_the_database_removes_whole_and_changes_nothing_besides(
    stored: Session, values: dict[str, object]
) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    stored.flush()
    with pytest.raises(DBAPIError, match="never changed or deleted"), stored.begin_nested():
        stored.execute(update(SnapshotRow).values(GONE | values))
    stored.expire_all()
    assert snapshot(stored, made.id) == made
    stored.execute(update(SnapshotRow).values(GONE))  # which the fields above keep from passing


def test_of_what_was_removed_nothing_changes_any_more(stored: Session) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    removed(stored, made)
    for change in (
        update(SnapshotRow).values(GONE | {"removed_reason": "Another."}),
        update(SnapshotRow).values(
            removed_at=None, removed_reason=None, address="/compare", data=b"x"
        ),
        delete(SnapshotRow),
    ):
        with pytest.raises(DBAPIError, match="never changed or deleted"), stored.begin_nested():
            stored.execute(change)


def test_removing_leaves_nothing_in_the_files_of_the_database(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        save(session, corpus.ONE)
        made = freeze(session, taken(session), "192.0.2.1", MANY)
    packed = zlib.compress(made.content, 9)
    part = packed[len(packed) // 2 :][:40]
    with sessions(engine, write=True) as session:
        removed(session, made)
    sweep(engine)
    if engine.dialect.name == "sqlite":
        path = str(engine.url.database)
        files = [Path(f"{path}{end}") for end in ("", "-wal")]
        assert not any(part in one.read_bytes() for one in files if one.exists())


def test_down_and_up_again_keeps_what_is_whole_and_its_guard(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
        save(session, corpus.ONE)
        whole = freeze(session, taken(session), "192.0.2.1", MANY)
        gone = freeze(session, taken(session, ComparisonQuery(words="troops")), "192.0.2.1", MANY)
        removed(session, gone)
    migrate.downgrade(engine, "0013")
    migrate.upgrade(engine)
    with sessions(engine, write=True) as session:
        assert snapshot(session, whole.id) == whole
        assert snapshot(session, gone.id) is None
        with pytest.raises(DBAPIError, match="never changed or deleted"), session.begin_nested():
            session.execute(delete(SnapshotRow))


def test_so_many_from_one_address_and_in_all(stored: Session) -> None:
    choices = [ComparisonQuery(words=words) for words in ("troops", "peace", "send", "never")]
    some = [taken(stored, choice) for choice in choices]
    bounds = Bounds(1, 2)
    freeze(stored, some[0], "192.0.2.1", bounds)
    with pytest.raises(TooManySnapshots, match="your network address"):
        freeze(stored, some[1], "192.0.2.1", bounds)
    freeze(stored, some[1], "192.0.2.2", bounds)
    with pytest.raises(TooManySnapshots, match="have been made"):
        freeze(stored, some[2], "192.0.2.3", bounds)
    assert freeze(stored, some[0], "192.0.2.1", bounds) == some[0]
    senders = stored.scalars(select(SnapshotSenderRow.address)).all()
    assert not any("192.0.2" in one for one in senders)


def test_what_became_of_each_is_told(stored: Session) -> None:
    made = freeze(stored, taken(stored), "192.0.2.1", MANY)
    never, wants = id_of(made, "We will never"), id_of(made, "Freedonia wants")
    correct(
        stored,
        EVA,
        never,
        Correction(positions=(PositionDraft(DEFAULT_ISSUE, Stance.CONDITIONAL),)),
        reason="Read again.",
    )
    withdraw(stored, EVA, wants, reason="It is a caption.")
    save(stored, corpus.FOUR)
    stored.expire_all()
    kept = snapshot(stored, made.id)
    assert kept == made

    data = made.data
    live = live_of(data, queries.comparison(stored, query_of(data), folded=False))
    lost = missing(data, live)
    assert lost == {wants}
    found = fates(stored, lost, DEFAULT_ISSUE)
    assert found[wants].withdrawn == "It is a caption."
    edited = edited_since(stored, [never, id_of(made, "it could work")], data["newest_revision"])
    assert edited == {never}
    told = difference(data, live, found, edited)
    assert told.sentence == "Since then: 1 report added, 1 corrected, 1 withdrawn."
    assert told.changed[0].lines == ("stance: conditional, instead of opposes",)
    assert edited_since(stored, [never], newest_revision(stored)) == frozenset()


def test_what_no_longer_fits_the_choice_says_why(stored: Session) -> None:
    made = taken(stored, ComparisonQuery(stances=(Stance.OPPOSES,)))
    never = id_of(made, "We will never")
    correct(
        stored,
        EVA,
        never,
        Correction(positions=(PositionDraft(DEFAULT_ISSUE, Stance.NONCOMMITTAL),)),
        reason="Read again.",
    )
    data = made.data
    live = live_of(data, queries.comparison(stored, query_of(data), folded=False))
    told = difference(data, live, fates(stored, missing(data, live), DEFAULT_ISSUE), {never})
    assert told.sentence == "Since then: 1 report no longer listed."
    assert told.gone[0].lines == (
        "not in this choice any more",
        "stance: noncommittal, instead of opposes",
    )


def test_other_words_and_another_speaker_are_told_from_what_to_what(stored: Session) -> None:
    made = taken(stored)
    never = id_of(made, "We will never")
    span = span_of(corpus.ONE.text.text, "never send troops")
    correct(stored, EVA, never, Correction(actor=make_actor("Olga Neu")), reason="Read again.")
    correct(stored, EVA, never, Correction(content=(span,)), reason="Read again.")
    data = made.data
    live = live_of(data, queries.comparison(stored, query_of(data), folded=False))
    told = difference(data, live, fates(stored, missing(data, live), DEFAULT_ISSUE), {never})
    assert told.sentence == "Since then: 1 report corrected."
    lines = told.changed[0].lines
    assert "speaker: Olga Neu, instead of Ilse Brandt" in lines
    assert lines[lines.index("words now: never send troops") + 1] == (
        "words then: We will never send troops"
    )
