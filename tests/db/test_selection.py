"""Any choice, counted on the field, against the same choice made by hand from every record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db import queries
from app.db.queries.field_keeping import field_of, load_field
from app.db.queries.statements import SHOWN, on_issue, statement_records
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind
from app.domain.certainty import stance_certain
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.statements import StatementKind
from benchmarks.library import fill
from tests.choices import ACTORS, OUTLETS, choices
from tests.factories import (
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.domain.records import OverviewRecords, StatementRecord


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Some hundred statements of a few actors, many of them reports of the same."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('library') / 'library.db'}")
    fill(engine, 480, ACTORS, OUTLETS)
    yield engine
    engine.dispose()


def by_hand(
    every: tuple[StatementRecord, ...], query: ComparisonQuery, with_words: set[str]
) -> set[str]:
    """Which reports the choice lists; of what copies of one article print the first of these."""

    def certain(one: StatementRecord) -> bool:
        return one.said_on.within(query.first, query.last)

    def possible(one: StatementRecord) -> bool:
        when = one.said_on
        published = one.reported_on.last
        return when.may_fall_within(query.first, query.last) and not (
            not when.known and query.first and published and published < query.first
        )

    def wanted(one: StatementRecord) -> bool:
        country = (one.actor.country or "").lower()
        return (
            possible(one)
            and one.id in with_words
            and (not query.actors or one.actor.slug in query.actors)
            and (not query.sides or country in query.sides)
            and (not query.who or one.actor.kind in query.who)
            and (not query.kinds or one.kind in query.kinds)
            and (not query.outlets or one.article.outlet.slug in query.outlets)
            and any(
                (not query.stances or position.stance in query.stances)
                and (not query.scopes or position.scope in query.scopes)
                for position in one.positions
            )
        )

    kept: dict[str, StatementRecord] = {}
    for one in filter(wanted, every):
        if one.id == one.original:
            kept[one.original] = one
        else:
            kept.setdefault(one.original, one)
    return {one.id for one in kept.values() if certain(one) or query.lists_undated}


@settings(max_examples=60, deadline=None)
@given(query=choices())
def test_a_choice_lists_what_a_person_would_pick(library: Engine, query: ComparisonQuery) -> None:
    with sessions(library) as session:
        issue = DEFAULT_ISSUE
        every = statement_records(session, *SHOWN, on_issue(issue), issue=issue)
        with_words = {
            one.id
            for one in every
            if all(word in " ".join(one.content_text).lower() for word in query.words.split())
        }
        expected = by_hand(every, query, with_words)
        streamed = [one for one, _ in queries.statements_of(session, query)]
        assert {one.id for one in streamed} == expected
        assert len(streamed) == len(expected)
        whole = queries.comparison(session, query)
        listed = (*whole.dated, *(whole.undated if query.lists_undated else ()))
        assert {one.utterance for one in listed} == {one.utterance for one in streamed}
        assert len({one.utterance for one in listed}) == len(listed)
        _counts_agree(queries.overview(session, query), listed, len(streamed))
        offered = queries.facets(session, query)
        assert offered.total == len(listed)


def _counts_agree(
    found: OverviewRecords, listed: tuple[StatementRecord, ...], reports: int
) -> None:
    assert (found.counted.utterances, found.counted.reports) == (len(listed), reports)
    assert found.counted.actors == len(found.rows) == len({one.actor.slug for one in listed})
    assert sum(row.reports for row in found.rows) == reports
    for row in found.rows:
        own = [one for one in listed if one.actor.slug == row.actor.slug]
        assert row.utterances == len(own)
        for count in row.stances:
            taken = [
                {
                    stance_certain(position.stance, position.confidence, one.confidence)
                    for position in one.positions
                    if position.stance is count.stance and not position.second_hand
                }
                for one in own
            ]
            assert count.certain == sum(True in sure for sure in taken)
            assert count.uncertain == sum(False in sure for sure in taken)
        assert row.second_hand == sum(
            any(position.second_hand for position in one.positions) for one in own
        )


@settings(max_examples=40, deadline=None)
@given(query=choices(), data=st.data())
def test_every_count_beside_a_choice_is_what_it_then_lists(
    library: Engine, query: ComparisonQuery, data: st.DataObject
) -> None:
    with sessions(library) as session:
        found = queries.facets(session, query)
        options = [
            *((one, replace(query, actors=(one.value,))) for one in found.actors),
            *((one, replace(query, sides=(one.value,))) for one in found.sides),
            *((one, replace(query, who=(ActorKind(one.value),))) for one in found.who),
            *((one, replace(query, outlets=(one.value,))) for one in found.outlets),
            *((one, replace(query, stances=(Stance(one.value),))) for one in found.stances),
            *((one, replace(query, scopes=(Scope(one.value),))) for one in found.scopes),
            *((one, replace(query, kinds=(StatementKind(one.value),))) for one in found.kinds),
        ]
        option, then = data.draw(st.sampled_from(options))
        assert queries.overview(session, then).counted.utterances == option.count


@settings(max_examples=30, deadline=None)
@given(query=choices(), per_column=st.integers(1, 7))
def test_pages_hold_everything_once_in_one_order(
    library: Engine, query: ComparisonQuery, per_column: int
) -> None:
    with sessions(library) as session:
        whole = queries.comparison(session, query)
        expected = [one.id for one in whole.dated]
        expected += [one.id for one in whole.undated] if query.lists_undated else []
        found: list[str] = []
        before, marks = "", [""]
        while True:
            page = queries.columns(session, query, before, per_column)
            assert page.before == len(found)
            shown = [one.id for one in (*page.dated, *page.undated)]
            speakers = [one.actor.slug for one in (*page.dated, *page.undated)]
            assert max((speakers.count(one) for one in speakers), default=0) <= per_column
            assert page.newer == (marks[-2] if len(marks) > 1 else None)
            found += shown
            if page.older is None:
                break
            before = page.older
            marks.append(before)
        assert found == expected
        assert [one.statement for one in page.line] == expected


def test_a_page_goes_on_where_its_mark_was_taken_away(library: Engine) -> None:
    with sessions(library) as session:
        query = ComparisonQuery(actors=("actor-0",))
        first = queries.columns(session, query, per_column=10)
        assert first.older
        day, _, _ = first.older.partition(".")
        again = queries.columns(session, query, f"{day}.0000000000000", per_column=10)
        last = first.dated[-1].said_on.last
        assert again.dated[0].said_on.last == last  # that day again rather than a gap


def test_what_is_written_is_seen_by_the_next_who_reads(engine: Engine) -> None:
    text = "Ada Moreau said that troops are needed there."
    for number in (1, 2, 3):
        ada = make_actor("Ada Moreau")
        made = make_statement(text, "troops are needed there", ada, positions=[make_position(ada)])
        with sessions(engine, write=True) as session:
            if number == 1:
                sync_directory(session, make_directory(), [make_issue()])
            save(session, make_extraction(f"{text} {'x' * number}", made, outlet=f"Paper {number}"))
        with sessions(engine) as session:
            assert len(field_of(session, DEFAULT_ISSUE)) == number
            assert field_of(session, DEFAULT_ISSUE) is field_of(session, DEFAULT_ISSUE)
            assert len(load_field(session, DEFAULT_ISSUE)) == number


def test_what_is_undone_is_not_seen_by_others(engine: Engine) -> None:
    with sessions(engine) as session:
        kept = field_of(session, DEFAULT_ISSUE)

    def write_and_fail() -> None:
        with sessions(engine, write=True) as session:
            sync_directory(session, make_directory(), [make_issue()])
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with sessions(engine) as session:
        assert field_of(session, DEFAULT_ISSUE) is kept
