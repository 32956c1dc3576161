"""What is kept of what was made: within its bytes, for one state of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from app.db.data_version import data_version
from app.db.reading import COVERED, UNKNOWN, note_second, noted, tables_of
from app.db.session import open_engine, sessions
from app.web.block_cache import kept_block
from app.web.kept import Kept

if TYPE_CHECKING:
    from app.config import Settings


def test_the_least_recently_used_goes_when_the_bytes_are_full() -> None:
    kept = Kept(10_000)
    for name in "abcd":
        assert kept.put(1, name, name.upper(), 2_000)
    assert kept.get(1, "a") == "A"
    kept.put(1, "e", "E", 2_000)
    assert [kept.get(1, name) for name in "abcde"] == ["A", None, "C", "D", "E"]
    assert kept.counts().held <= 10_000
    assert kept.counts().evicted == 1


def test_what_would_take_a_quarter_of_the_room_is_not_kept() -> None:
    kept = Kept(10_000)
    assert not kept.put(1, "a", "A", 3_000)
    assert not Kept(0).put(1, "a", "A", 1)
    assert kept.counts().held == 0


def test_the_same_key_again_takes_the_place_of_the_first() -> None:
    kept = Kept(10_000)
    for _ in range(100):
        kept.put(1, "a", "A", 2_000)
    assert (len(kept), kept.counts().held < 3_000) == (1, True)


def test_another_form_of_a_thing_counts_as_bytes_too() -> None:
    kept, things = Kept(10_000), {name: [name] for name in "abcd"}
    for name, thing in things.items():
        kept.put(1, name, thing, 1_500)
    kept.resize("d", things["d"], 6_500)
    kept.resize("gone", [], 6_500)
    kept.resize("d", ["what stood there before"], 9_500)
    assert [kept.get(1, name) for name in "abcd"] == [None, None, ["c"], ["d"]]


def test_when_the_data_moved_all_of_it_is_gone() -> None:
    kept = Kept(10_000)
    kept.put(1, "a", "A", 10)
    assert kept.get(2, "a") is None
    assert (len(kept), kept.counts().held) == (0, 0)
    assert kept.get(1, "a") is None


def test_a_block_is_made_once_for_a_state_of_the_data() -> None:
    kept, made = Kept(10_000), []

    def make() -> str:
        made.append(1)
        return f"<p>{len(made)}</p>"

    found = [kept_block(kept, version, ("card", "x"), make) for version in (1, 1, 2, 2)]
    assert [str(one) for one in found] == ["<p>1</p>"] * 2 + ["<p>2</p>"] * 2
    assert kept_block(kept, 2, ("card", "y"), make) == "<p>3</p>"


def test_a_block_that_tells_the_second_or_reads_what_moves_no_number_is_made_each_time(
    settings: Settings,
) -> None:
    engine = open_engine(settings.database_url)
    kept, made = Kept(10_000), []

    def second() -> str:
        made.append("second")
        note_second("2026-11-22T19:30:00Z")
        return "19:30:00"

    def runs() -> str:
        made.append("runs")
        with sessions(engine) as session:
            return str(session.scalar(text("SELECT count(*) FROM ingest_run")))

    def version() -> str:
        made.append("version")
        with sessions(engine) as session:
            return str(data_version(session))

    for make in (second, runs, version) * 2:
        kept_block(kept, 1, make.__name__, make)
    assert made == ["second", "runs", "version", "second", "runs"]
    engine.dispose()


def test_what_is_read_within_is_read_around() -> None:
    with noted() as around:
        with noted() as within:
            note_second("now")
        assert within.seconds == {"now"}
    assert around.seconds == {"now"}
    note_second("of nobody")


def test_the_tables_of_a_statement() -> None:
    assert tables_of("SELECT actor.slug FROM actor JOIN issue ON 1=1") == {"actor", "issue"}
    assert tables_of('SELECT 1 FROM "position" p, statement AS s') == {"position", "statement"}
    named = "WITH found AS (SELECT id FROM actor) SELECT * FROM found"
    assert tables_of(named) == {"actor"}
    assert tables_of("BEGIN") == tables_of("PRAGMA query_only=ON") == frozenset()
    assert not tables_of("SELECT * FROM sign_in_attempt") <= COVERED
    # What cannot be told is not covered, and what writes neither.
    for unclear in (
        "SELECT * FROM made_up_view",
        "UPDATE actor SET name = 'x'",
        "DELETE FROM actor",
        "PRAGMA table_info(actor)",
        "EXPLAIN SELECT 1",
    ):
        assert UNKNOWN in tables_of(unclear)
