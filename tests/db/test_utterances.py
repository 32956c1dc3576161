"""Which reports are of one utterance: kept right with every article, whatever the order."""

from __future__ import annotations

import itertools
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from app.db import queries
from app.db.session import open_engine, sessions
from app.db.store import is_grouped, regroup, rewrite, save, sync_directory
from app.db.store.reports import WIDEST
from app.db.store.utterances import group
from app.db.tables import (
    ArticleRow,
    GroupingRow,
    MatchRow,
    State,
    StatementRow,
    Table,
    UtteranceRow,
    VersionRow,
)
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.statements import StatementKind
from app.domain.utterances import MatchKind
from app.errors import GoneError
from app.utterances.occasions import occasion_of
from tests.db import corpus
from tests.db.dump import dump
from tests.db.test_copies import report
from tests.factories import day, make_actor, make_extraction, make_position, make_statement
from tests.processes import APART

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.domain.extraction import Extraction
    from app.domain.records import UtteranceRecord

ADA, BO = make_actor("Ada Moreau"), make_actor("Bo Lind")
WHOLE = "We will never send soldiers to the eastern border unless parliament approves the mission"
CUT = "We will never send soldiers to the eastern border"
OTHER = "Grain prices have risen sharply since the harvest failed in the south"
SAYINGS = (
    WHOLE,
    CUT,
    "never send soldiers to the eastern border unless parliament approves",
    "our soldiers will not be sent to the border in the east unless parliament agrees to a mission",
    OTHER,
    "Grain prices rose sharply because the harvest in the south failed",
)


def printed(
    outlet: str,
    *sayings: str,
    published: str | None = "2025-03-01",
    said_on: str | None = None,
    kind: StatementKind = StatementKind.DIRECT,
    stance: Stance = Stance.OPPOSES,
    speaker: str = "Ada Moreau",
    around: str = "",
) -> Extraction:
    """An article of an outlet that prints these sayings, each with a position."""
    text = " ".join([around or f"{outlet} reports.", *(f"{words}." for words in sayings)])
    actor = make_actor(speaker)
    return make_extraction(
        text,
        *(
            make_statement(
                text,
                words,
                actor,
                said_on=day(said_on),
                kind=kind,
                positions=[make_position(actor, stance)],
            )
            for words in sayings
        ),
        outlet=outlet,
        address=f"https://{outlet.lower()}.example/a",
        published=day(published, DateBasis.METADATA) if published else day(None),
    )


def stored(session: Session, *extractions: Extraction) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for one in extractions:
        save(session, one)


def groups(session: Session) -> set[frozenset[str]]:
    """The outlets of each utterance that several articles report."""
    found: dict[str, set[str]] = {}
    rows = session.execute(
        select(StatementRow.utterance_id, ArticleRow.address)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
    )
    for utterance, address in rows:
        found.setdefault(utterance, set()).add(str(address).split("//")[1].split(".")[0])
    return {frozenset(one) for one in found.values() if len(one) > 1}


def only(session: Session) -> UtteranceRecord:
    """The one utterance of several reports."""
    (key,) = session.scalars(select(UtteranceRow.id))
    found = queries.utterance(session, key)
    assert found is not None
    return found


def empty(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        for table in reversed(Table.metadata.sorted_tables):
            session.execute(table.delete())


ONE = printed("One", CUT, published="2025-03-01", kind=StatementKind.MIXED)
TWO = printed("Two", WHOLE, published="2025-03-02")
THREE = printed("Three", WHOLE, published="2025-03-04", kind=StatementKind.INDIRECT)
LATER = printed("Later", WHOLE, published="2025-06-01")
SOMEBODY = printed("Somebody", WHOLE, published="2025-03-02", speaker="Bo Lind")


def test_reports_of_one_utterance_are_grouped(session: Session) -> None:
    stored(session, THREE, LATER, SOMEBODY, TWO, ONE)
    assert groups(session) == {frozenset({"one", "two", "three"})}
    found = only(session)
    assert [one.article.outlet.name for one in found.reports] == ["One", "Two", "Three"]
    assert found.id == found.reports[0].id
    assert found.representative.article.outlet.name == "Two"  # the longest in quotation marks
    assert {frozenset({one.one, one.other}) for one in found.matches} <= {
        frozenset(pair) for pair in itertools.combinations([one.id for one in found.reports], 2)
    }
    assert len(found.matches) >= 2


def test_a_record_names_the_other_reports(session: Session) -> None:
    stored(session, ONE, TWO, THREE, LATER)
    found = only(session)
    for one in found.reports:
        assert one.utterance == found.id
        others = [other for other in found.reports if other.id != one.id]
        assert [other.id for other in one.reports] == [other.id for other in others]
        assert [other.words for other in one.reports] == [other.content_text for other in others]
    (alone,) = [
        one
        for one in queries.comparison(session, ComparisonQuery(), folded=False).undated
        if one.article.outlet.name == "Later"
    ]
    assert (alone.utterance, alone.reports, alone.differences) == (alone.id, (), ())


def test_an_earlier_report_gives_the_utterance_its_id_and_any_id_leads_to_it(
    session: Session,
) -> None:
    stored(session, TWO, THREE)
    first = only(session)
    stored(session, ONE)
    now = only(session)
    assert now.id != first.id
    for one in now.reports:
        assert queries.utterance(session, one.id) == now
    assert queries.utterance(session, "0000000000000") is None
    assert queries.utterance(session, "nonsense") is None


def test_a_copy_stands_with_its_original(session: Session) -> None:
    wire = printed("Wire", WHOLE, published="2025-03-01", around=report(1))
    copy = printed("Copy", WHOLE, published="2025-03-02", around=report(1))
    stored(session, TWO, copy, wire)
    assert groups(session) == {frozenset({"wire", "copy", "two"})}
    found = only(session)
    assert [one.article.outlet.name for one in found.reports] == ["Wire", "Two"]
    (copied,) = found.reports[0].copies
    assert queries.utterance(session, copied.id) == found


def test_a_comparison_lists_an_utterance_once(session: Session) -> None:
    stored(session, ONE, TWO, THREE, LATER)
    folded = queries.comparison(session, ComparisonQuery(undated=True))
    assert sorted(one.article.outlet.name for one in folded.undated) == ["Later", "Two"]
    assert (folded.reports, folded.undated_reports) == (0, 4)
    whole = queries.comparison(session, ComparisonQuery(undated=True), folded=False)
    assert len(whole.undated) == whole.undated_reports == 4
    # The representative is not of this outlet; the report that is stands for it.
    chosen = queries.comparison(session, ComparisonQuery(outlets=("three",), undated=True))
    assert [one.article.outlet.name for one in chosen.undated] == ["Three"]
    assert chosen.undated_reports == 1
    asked = ComparisonQuery(undated=True)
    facets = queries.facets(session, asked)
    assert [one.count for one in facets.actors] == [2]
    assert {one.label: one.count for one in facets.outlets} == {
        "One": 1, "Two": 1, "Three": 1, "Later": 1
    }  # fmt: skip


def test_an_utterance_is_listed_among_the_dated_where_one_report_knows_the_day(
    session: Session,
) -> None:
    stored(session, printed("One", CUT, said_on="2025-03-01"), TWO)
    found = queries.comparison(session, ComparisonQuery(first=date(2025, 3, 1)))
    assert [one.article.outlet.name for one in found.dated] == ["One"]
    assert found.undated == ()
    facets = queries.facets(session, ComparisonQuery(first=date(2025, 3, 1)))
    assert [one.count for one in facets.actors] == [1]


def test_a_stance_is_counted_once_for_an_utterance(session: Session) -> None:
    supporting = printed("One", CUT, stance=Stance.SUPPORTS, kind=StatementKind.INDIRECT)
    stored(session, supporting, TWO, LATER)
    (ada,) = queries.actors_on(session, DEFAULT_ISSUE)
    assert ada.statements == ada.on_issue == 2
    assert {stance: count for stance, count in ada.stances if count} == {Stance.OPPOSES: 2}


def test_a_corrected_date_takes_a_report_out_and_puts_it_back(session: Session) -> None:
    stored(session, ONE, TWO)
    before = dump(session)
    stored(session, printed("Two", WHOLE, published="2025-05-01"))
    assert groups(session) == set()
    assert session.scalars(select(UtteranceRow.id)).all() == []
    stored(session, TWO)
    assert groups(session) == {frozenset({"one", "two"})}
    assert dump(session) == before


def test_a_new_text_takes_the_old_ones_place(session: Session) -> None:
    stored(session, ONE, TWO)
    (old,) = [one for one in only(session).reports if one.article.outlet.name == "Two"]
    stored(session, printed("Two", WHOLE, OTHER, published="2025-03-02"))
    found = only(session)
    assert old.id not in {one.id for one in found.reports}
    assert queries.utterance(session, old.id) == found
    stored(session, printed("Two", OTHER, published="2025-03-02"))
    assert groups(session) == set()
    with pytest.raises(GoneError, match="text of the article has changed"):
        queries.utterance(session, old.id)


def test_what_another_program_does_not_find_any_more_leaves(session: Session) -> None:
    stored(session, ONE, TWO, THREE)
    (gone,) = [one for one in only(session).reports if one.article.outlet.name == "One"]
    version = session.scalar(select(StatementRow.version_id).where(StatementRow.id == gone.id))
    assert version is not None
    saved = rewrite(session, version, replace(ONE, statements=(), extractor="test 2"))
    assert saved is not None
    found = only(session)
    assert [one.article.outlet.name for one in found.reports] == ["Two", "Three"]
    with pytest.raises(GoneError, match="withdrawn"):
        queries.utterance(session, gone.id)
    assert rewrite(session, version, replace(ONE, extractor="test 3"))
    assert len(only(session).reports) == 3
    # The same program finds another thing: what it found before is deleted, with its matches.
    session.execute(update(VersionRow).values(definitions="older"))
    assert rewrite(session, version, replace(ONE, statements=(), extractor="test 3"))
    assert len(only(session).reports) == 2


def test_what_an_editor_says_of_a_pair_stands(session: Session) -> None:
    stored(session, ONE, TWO, LATER)
    one, two = only(session).reports
    later = session.scalars(
        select(StatementRow.id).where(StatementRow.id.not_in([one.id, two.id]))
    ).one()

    def decide(*pair: str, kind: MatchKind) -> None:
        first, second = sorted(pair)
        session.execute(
            delete(MatchRow).where(MatchRow.one_id == first, MatchRow.other_id == second)
        )
        row = {"one_id": first, "other_id": second, "kind": kind, "score": 1, "decided_by": "ed"}
        session.execute(insert(MatchRow), [row])
        group(session, pair)

    decide(one.id, two.id, kind=MatchKind.APART)
    assert groups(session) == set()
    decide(two.id, later, kind=MatchKind.JOINED)
    assert groups(session) == {frozenset({"two", "later"})}
    rows = dump(session)
    stored(session, printed("Two", WHOLE, published="2025-03-03"))
    assert groups(session) == {frozenset({"two", "later"})}
    stored(session, printed("Two", WHOLE, published="2025-03-02"))
    assert dump(session) == rows


def test_what_becomes_a_copy_leaves_its_partner_to_another(engine: Engine) -> None:
    """Of the sayings in one article only the best partner is a variant of another report."""
    near, far = SAYINGS[2], "A vote on soldiers at the border needs parliament and a budget"
    wire = printed("Wire", near, published="2025-03-01", around=report(1))
    copy = printed("Copy", near, far, published="2025-03-02", around=report(1))
    alone = printed("Alone", WHOLE, published="2025-03-03")
    orders = [rows_after(engine, order) for order in itertools.permutations([wire, copy, alone])]
    assert all(rows == orders[0] for rows in orders)
    before = rows_after(engine, [copy, alone])
    assert len(before["utterance_match"]) == 1
    # Beside the first report's words there: what the copy adds, to that report and to the wire's.
    assert len(orders[0]["utterance_match"]) == 3


class Reading(NamedTuple):
    """An article as it is read once."""

    around: int  # 0: a text of its own; others: the wire report of that number
    sayings: tuple[str, ...]
    published: str | None
    said_on: str | None
    kind: StatementKind

    def of(self, outlet: str) -> Extraction:
        return printed(
            outlet,
            *self.sayings,
            published=self.published,
            said_on=self.said_on,
            kind=self.kind,
            around=report(self.around) if self.around else "",
        )


_READING = st.builds(
    Reading,
    st.sampled_from([0, 0, 1, 2]),
    st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from(["2025-03-01", "2025-03-03", "2025-03-09", "2025-03-15", "2025-03", None]),
    st.sampled_from([None, None, "2025-03-02", "2025-03-08~"]),
    st.sampled_from(StatementKind),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Extraction], list[Extraction]]:
    """Articles, each read a few times, in two orders; that of one article's readings stays."""
    outlets = ["One", "Two", "Three", "Four", "Five"][: draw(st.integers(2, 5))]
    readings = {name: draw(st.lists(_READING, min_size=1, max_size=3)) for name in outlets}
    turns = [name for name in outlets for _ in readings[name]]

    def ordered(names: Iterable[str]) -> list[Extraction]:
        left = {name: iter(readings[name]) for name in outlets}
        return [next(left[name]).of(name) for name in names]

    return ordered(turns), ordered(draw(st.permutations(turns)))


def rows_after(engine: Engine, extractions: Iterable[Extraction]) -> dict[str, list[str]]:
    """What the database holds after these, and still holds after grouping all anew."""
    empty(engine)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in extractions:
        with sessions(engine, write=True) as session:
            save(session, extraction)
    with sessions(engine) as session:
        found = dump(session)
    regroup(engine)
    with sessions(engine) as session:
        assert dump(session, without=frozenset({"grouping_scheme"})) == {
            name: rows for name, rows in found.items() if name != "grouping_scheme"
        }
    return found


@given(both=histories())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_one_at_a_time_in_any_order_is_all_at_once(
    engine: Engine, both: tuple[list[Extraction], list[Extraction]]
) -> None:
    one, other = both
    assert rows_after(engine, one) == rows_after(engine, other)


MANY = [
    printed(
        f"Paper{number}",
        SAYINGS[number % 3],
        OTHER,
        published=f"2025-03-0{number % 5 + 1}",
    )
    for number in range(12)
]


def _save_some(url: str, start: int) -> None:
    """What a process does: every third article, one transaction each."""
    engine = open_engine(url)
    for extraction in MANY[start::3]:
        with sessions(engine, write=True) as session:
            save(session, extraction)
    engine.dispose()


def test_processes_that_store_reports_of_one_utterance_at_once(database_url: str) -> None:
    engine = open_engine(database_url)
    expected = rows_after(engine, MANY)
    assert len(expected["utterance"]) == 2
    empty(engine)
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    with ProcessPoolExecutor(3, mp_context=APART) as pool:
        for job in [pool.submit(_save_some, database_url, start) for start in range(3)]:
            job.result()
    with sessions(engine) as session:
        assert dump(session) == expected
    engine.dispose()


def test_a_database_that_was_never_grouped_is(engine: Engine) -> None:
    expected = rows_after(engine, MANY)
    with sessions(engine, write=True) as session:
        assert is_grouped(session)
        # As migration 0005 leaves it, and as an older program might.
        for table in (MatchRow, UtteranceRow, GroupingRow):
            session.execute(delete(table))
        own = {"utterance_id": StatementRow.original_id, "occasion_first": None}
        session.execute(update(StatementRow).values(**own, occasion_last=None))
        session.execute(
            insert(UtteranceRow),
            [{"id": "0000000000001", "representative_id": "0000000000001", "differences": []}],
        )
        session.execute(insert(GroupingRow), [{"scheme": "older"}])
        assert not is_grouped(session)
    found = regroup(engine)
    assert (found.reports, found.utterances, found.several) == (24, 2, 2)
    with sessions(engine) as session:
        assert is_grouped(session)
        assert dump(session, without=frozenset({"grouping_scheme"})) == {
            name: rows for name, rows in expected.items() if name != "grouping_scheme"
        }


def test_regrouping_writes_nothing_where_nothing_is_another(engine: Engine) -> None:
    rows_after(engine, MANY)
    with sessions(engine) as session:
        assert session.scalars(select(StatementRow.state)).all() == [State.LIVE] * 24
    before = regroup(engine)
    assert regroup(engine) == before


_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(
    said=st.tuples(_DAYS, _DAYS), published=st.tuples(_DAYS, _DAYS), mark=st.sampled_from(["", "~"])
)
def test_no_occasion_is_wider_than_the_index_is_asked_for(
    said: tuple[date, date], published: tuple[date, date], mark: str
) -> None:
    found = occasion_of(
        UncertainDate(f"x{mark}", min(said), max(said), DateBasis.STATED),
        UncertainDate("x", min(published), max(published), DateBasis.METADATA),
    )
    if found is not None:
        assert (found.last - found.first).days <= WIDEST
