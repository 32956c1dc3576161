from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event, select, update

from app.db import queries
from app.db.session import sessions
from app.db.store import save, sync_directory
from app.db.tables import State, StatementRow
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import GoneError
from tests.db import corpus
from tests.factories import day, make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from app.domain.records import ComparisonRecords, Facet

NEVER = "We will never send troops"
WANTS = "Freedonia wants them"
COULD = "it could work if there was peace"
COMMENT = "No comment"
NOTHING = "nothing"


@pytest.fixture
def stored(session: Session) -> Session:
    """A session with the whole corpus."""
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in corpus.ALL:
        save(session, extraction)
    session.flush()
    session.expire_all()
    return session


def words(records: tuple[object, ...]) -> list[str]:
    return [one.content_text[0] for one in records]  # type: ignore[attr-defined]


def compare(session: Session, **fields: object) -> ComparisonRecords:
    return queries.comparison(session, ComparisonQuery(**fields))  # type: ignore[arg-type]


def shown(session: Session, **fields: object) -> set[str]:
    found = compare(session, **fields)
    return set(words(found.dated) + words(found.undated))


def test_without_a_range_all_known_days_are_dated_newest_first(stored: Session) -> None:
    found = compare(stored)
    assert words(found.dated) == [WANTS, NEVER, COMMENT]
    assert sorted(words(found.undated)) == [COULD, NOTHING]
    assert found.articles_read == 5


@pytest.mark.parametrize(
    ("first", "last", "dated", "undated"),
    [
        # COULD was reported on 16 January, NOTHING on 1 March, and nobody knows when it was said.
        (date(2025, 1, 16), date(2025, 2, 28), {NEVER, WANTS}, {COULD, NOTHING}),
        (date(2025, 1, 17), date(2025, 2, 28), {NEVER, WANTS}, {NOTHING}),
        (date(2025, 2, 10), date(2025, 2, 28), {NEVER}, {WANTS, NOTHING}),
        (date(2025, 2, 1), None, {NEVER, WANTS}, {NOTHING}),
        (None, date(2025, 2, 20), {COMMENT}, {WANTS, COULD, NOTHING}),
        (date(2025, 2, 25), date(2025, 2, 25), {NEVER}, {WANTS, NOTHING}),
        (date(2026, 1, 1), None, set(), set()),
    ],
)
def test_a_range_holds_what_is_certainly_in_it(
    stored: Session, first: date | None, last: date | None, dated: set[str], undated: set[str]
) -> None:
    found = compare(stored, first=first, last=last)
    assert set(words(found.dated)) == dated
    assert set(words(found.undated)) == undated
    for one in found.dated:
        assert one.said_on.within(first, last)
    for one in found.undated:
        assert one.said_on.may_fall_within(first, last)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"actors": ("ilse-brandt",)}, {NEVER, WANTS, COMMENT}),
        ({"actors": ("ilse-brandt", "ada-moreau")}, {NEVER, WANTS, COMMENT, COULD}),
        ({"actors": ("nobody",)}, set()),
        ({"actors": ("freedonia",)}, set()),  # only spoken of, in somebody else's column
        ({"stances": (Stance.SUPPORTS,)}, {WANTS, NOTHING}),
        ({"stances": (Stance.OPPOSES, Stance.CONDITIONAL)}, {NEVER, COULD}),
        ({"kinds": (StatementKind.INDIRECT,)}, {WANTS, COULD}),
        ({"outlets": ("cnn",)}, {COULD, COMMENT}),
        ({"words": "troop"}, {NEVER}),
        ({"words": "peace", "actors": ("ilse-brandt",)}, set()),
        ({"issue": "other"}, {NEVER}),
        ({"issue": "nowhere"}, set()),
        ({"outlets": ("cnn",), "kinds": (StatementKind.DIRECT,), "words": "no"}, {COMMENT}),
    ],
)
def test_filters(stored: Session, fields: dict[str, object], expected: set[str]) -> None:
    assert shown(stored, **fields) == expected


@pytest.mark.parametrize(
    ("published", "offered"), [(None, True), ("2025-03", True), ("2025-02", False)]
)
def test_what_was_reported_before_the_range_is_not_offered_in_it(
    session: Session,
    published: str | None,
    offered: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    made = make_statement("x", "x", positions=[make_position(corpus.MINISTER)])
    save(session, make_extraction("x", made, published=day(published)))
    query = ComparisonQuery(first=date(2025, 3, 15), undated=True)
    assert bool(queries.comparison(session, query).undated) is offered
    assert sum(facet.count for facet in queries.facets(session, query).kinds) == offered


def test_articles_looked_through_are_those_of_the_chosen_outlets(stored: Session) -> None:
    assert compare(stored, outlets=("cnn",)).articles_read == 2
    assert compare(stored, actors=("nobody",)).articles_read == 5


def test_a_card_has_all_it_shows(stored: Session) -> None:
    (one,) = compare(stored, words="never").dated
    assert one.kind is StatementKind.DIRECT
    assert one.content == (Span(1, 26),)
    assert (one.cue_text, one.source_text, one.antecedent) == ("said", "Ilse Brandt", None)
    assert one.cue is not None
    assert one.cue.of(corpus.ONE.text.text) == "said"
    assert one.said_on == day("2025-02-25")
    assert one.reported_on == day("2025-02-26")
    assert one.decided_by == "machine test 1"
    assert one.article.outlet.name == "The Paper"
    # On this issue only.
    (position,) = one.positions
    assert (position.issue, position.stance) == (DEFAULT_ISSUE, Stance.OPPOSES)
    assert position.evidence == corpus.ONE.statements[0].positions[0].evidence
    assert (position.confidence, position.review) == (0.8, ("Look at it.",))
    assert position.opinions == corpus.ONE.statements[0].positions[0].opinions
    assert [one.by for one in position.opinions] == ["a model", "another"]


def test_a_position_that_somebody_else_asserts(stored: Session) -> None:
    (one,) = compare(stored, words="wants").dated
    (position,) = one.positions
    assert position.holder.slug == "freedonia"
    assert position.asserted_by is not None
    assert position.asserted_by.slug == one.actor.slug == "ilse-brandt"
    assert position.second_hand
    (conditional,) = compare(stored, words="work").undated
    assert conditional.positions[0].condition_text == "there was peace"


@pytest.mark.parametrize(
    ("said_on", "published", "role", "when_reported"),
    [
        ("2025-02-20", "2025-03-01", "defence minister", False),
        ("2025-02-21", "2025-03-01", "chancellor", False),
        ("2025-01", "2025-03-01", "defence minister", False),
        ("2025-02", "2025-03-01", None, False),  # it changed in that month
        (None, "2025-03-01", "chancellor", True),
        (None, None, None, False),
        ("2023-05-01", "2025-03-01", None, False),
    ],
)
def test_the_role_is_that_of_the_day(
    session: Session,
    said_on: str | None,
    published: str | None,
    role: str | None,
    when_reported: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    made = make_statement("x", "x", corpus.MINISTER, said_on=day(said_on))
    saved = save(session, make_extraction("x", made, published=day(published)))
    record = queries.article(session, saved.article)
    assert record is not None
    assert record.statements[0].role == role
    assert record.statements[0].role_when_reported is when_reported


def test_facets_say_what_choosing_would_show(stored: Session) -> None:
    query = ComparisonQuery(actors=("ilse-brandt",), kinds=(StatementKind.DIRECT,), undated=True)
    found = queries.facets(stored, query)

    def listed(facets: tuple[Facet, ...]) -> dict[str, int]:
        return {facet.value: facet.count for facet in facets}

    assert listed(found.actors) == {"ilse-brandt": 2, "ada-moreau": 0, "bo-lund": 1}
    assert next(facet.label for facet in found.actors) == "Ilse Brandt"
    assert listed(found.kinds) == {"direct": 2, "indirect": 1}
    assert listed(found.stances) == {
        "supports": 0,
        "opposes": 1,
        "conditional": 0,
        "noncommittal": 1,
    }
    assert listed(found.outlets) == {"the-paper": 1, "cnn": 1, "daily-example": 0}


@pytest.mark.parametrize(
    "query",
    [
        ComparisonQuery(),
        ComparisonQuery(undated=True),
        ComparisonQuery(first=date(2025, 2, 1), last=date(2025, 2, 28)),
        ComparisonQuery(first=date(2025, 2, 10), undated=True, stances=(Stance.SUPPORTS,)),
        ComparisonQuery(words="no", outlets=("cnn",)),
    ],
)
def test_every_facet_counts_what_is_then_shown(stored: Session, query: ComparisonQuery) -> None:
    found = queries.facets(stored, query)

    def count(chosen: ComparisonQuery) -> int:
        records = queries.comparison(stored, chosen)
        return len(records.dated) + (len(records.undated) if chosen.lists_undated else 0)

    choices: list[tuple[tuple[Facet, ...], Callable[[str], ComparisonQuery]]] = [
        (found.actors, lambda value: replace(query, actors=(value,))),
        (found.outlets, lambda value: replace(query, outlets=(value,))),
        (found.stances, lambda value: replace(query, stances=(Stance(value),))),
        (found.kinds, lambda value: replace(query, kinds=(StatementKind(value),))),
    ]
    for facets, choose in choices:
        assert facets
        for facet in facets:
            assert count(choose(facet.value)) == facet.count, facet


def test_actors_on_an_issue(stored: Session) -> None:
    found = {one.ref.slug: one for one in queries.actors_on(stored, DEFAULT_ISSUE)}
    assert list(found) == ["ilse-brandt", "ada-moreau", "bo-lund"]
    minister = found["ilse-brandt"]
    assert (minister.statements, minister.on_issue, minister.second_hand) == (3, 3, 1)
    assert {stance: count for stance, count in minister.stances if count} == {
        Stance.OPPOSES: 1,
        Stance.NONCOMMITTAL: 1,
    }
    assert minister.role == "chancellor"
    assert minister.latest == day("2025-02")
    ada = found["ada-moreau"]
    assert (ada.statements, ada.on_issue, ada.latest) == (2, 1, None)
    everyone = queries.actors_on(stored, DEFAULT_ISSUE, everyone=True)
    assert {one.ref.slug for one in everyone} == {*found, "freedonia"}


def test_an_actor(stored: Session) -> None:
    found = queries.actor(stored, "freedonia")
    assert found is not None
    assert found.statements == ()
    assert words(found.said_of) == [WANTS]
    minister = queries.actor(stored, "ilse-brandt")
    assert minister is not None
    assert words(minister.statements) == [WANTS, NEVER, COMMENT]
    assert len(minister.statements[1].positions) == 2  # on every issue
    assert queries.actor(stored, "nobody") is None


def test_one_session_may_read_an_actor_in_parts_and_whole(stored: Session) -> None:
    records = compare(stored, actors=("ilse-brandt",))
    whole = queries.actor(stored, "ilse-brandt")
    assert whole is not None
    assert whole.actor == corpus.MINISTER
    assert compare(stored, actors=("ilse-brandt",)) == records


def test_articles(stored: Session) -> None:
    found = queries.articles(stored, DEFAULT_ISSUE)
    assert [(one.ref.title, one.statements, one.on_issue) for one in found][:3] == [
        ("A title", 0, 0),
        ("A title", 1, 1),
        ("A title", 2, 2),
    ]
    assert found[-1].ref.title == "a.txt"  # without a title it is called by its file
    assert found[-1].ref.published.known is False
    assert {one.ref.outlet.slug for one in found} == {
        "the-paper",
        "cnn",
        "daily-example",
        "unknown-outlet",
    }


def test_an_article_with_its_statements_in_the_order_of_the_text(stored: Session) -> None:
    reference = next(
        one.ref for one in queries.articles(stored, DEFAULT_ISSUE) if one.statements == 2
    )
    record = queries.article(stored, reference.id)
    assert record is not None
    assert record.ref == reference
    assert words(record.statements) in ([NEVER, WANTS], [COULD, COMMENT])
    assert [one.content[0].start for one in record.statements] == sorted(
        one.content[0].start for one in record.statements
    )
    assert record.zones[0].span == Span(0, len(record.text))
    assert record.notes == ("A note.",)
    assert record.read_at.utcoffset() is not None


@pytest.mark.parametrize("identifier", ["", "x", "0000000000000", "zzzzzzzzzzzzz", "../../etc"])
def test_ids_that_are_none(stored: Session, identifier: str) -> None:
    assert queries.article(stored, identifier) is None
    assert queries.statement(stored, identifier) is None


def test_a_withdrawn_statement_is_shown_nowhere(stored: Session) -> None:
    identifier = compare(stored, words="never").dated[0].id
    stored.execute(
        update(StatementRow)
        .where(StatementRow.id == identifier)
        .values(state=State.WITHDRAWN, withdrawn_reason="A court said so.")
    )
    stored.expire_all()
    assert NEVER not in shown(stored)
    assert compare(stored, issue="other").dated == ()
    issue = queries.issue(stored, "other")
    assert issue is not None
    assert (issue.statements, issue.articles, issue.articles_read) == (0, 0, 5)
    assert queries.actors_on(stored, "other") == ()
    with pytest.raises(GoneError, match="A court said so"):
        queries.statement(stored, identifier)


def test_issues(stored: Session) -> None:
    found = {one.issue.slug: one for one in queries.issues(stored)}
    main = found[DEFAULT_ISSUE]
    assert (main.statements, main.actors, main.articles, main.articles_read) == (5, 3, 3, 5)
    other = found["other"]
    assert (other.statements, other.actors, other.articles, other.articles_read) == (1, 1, 1, 5)
    assert queries.issue(stored, "nowhere") is None


def test_slugs_are_looked_up(stored: Session) -> None:
    actors = queries.known_actors(stored, ["nobody", "ilse-brandt", "freedonia"])
    assert [one.name for one in actors] == ["Freedonia", "Ilse Brandt"]
    assert [one.name for one in queries.known_outlets(stored, ["cnn", "x"])] == ["CNN"]
    assert len(queries.outlets(stored)) == 4
    assert queries.known_actors(stored, []) == ()


@contextmanager
def counted() -> Iterator[list[str]]:
    executed: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            executed.append(statement)

    event.listen(Engine, "before_cursor_execute", note)  # that of readers too
    yield executed
    event.remove(Engine, "before_cursor_execute", note)


READS: dict[str, tuple[int, Callable[[Session], object]]] = {
    "comparison": (6, lambda session: compare(session, undated=True)),
    "facets": (1, lambda session: queries.facets(session, ComparisonQuery())),
    "overview": (1, lambda session: queries.overview(session, ComparisonQuery())),
    "columns": (
        5,
        lambda session: queries.columns(session, ComparisonQuery(actors=("ada-moreau",))),
    ),
    "issue": (3, lambda session: queries.issue(session, DEFAULT_ISSUE)),
    "issues": (2, queries.issues),
    "actors_on": (4, lambda session: queries.actors_on(session, DEFAULT_ISSUE)),
    "actor": (9, lambda session: queries.actor(session, "ada-moreau")),
    "articles": (5, lambda session: queries.articles(session, DEFAULT_ISSUE)),
    "article": (
        12,  # of which five find the article
        lambda session: queries.article(session, queries.articles(session, "other")[0].ref.id),
    ),
    "outlets": (1, queries.outlets),
}


def test_more_rows_do_not_need_more_queries(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for number in (1, 10):
        with sessions(engine, write=True) as session:
            for index in range(number):
                text = f"{number} {index} Ada Moreau says."
                ada, other = make_actor(), make_actor(f"Other {index}")
                positions = [make_position(ada), make_position(other, asserted_by=ada)]
                made = make_statement(text, "says", ada, positions=positions)
                save(session, make_extraction(text, made, made, outlet=f"Paper {index}"))
        with sessions(engine) as session:
            queries.issues(session)  # reads the fields, of which all that follow are told
        for name, (expected, read) in READS.items():
            with counted() as executed, sessions(engine) as session:
                assert read(session)
            assert (name, len(executed)) == (name, expected)


def test_no_query_of_a_page_reads_a_text(engine: Engine, stored: Session) -> None:
    with counted() as executed:
        compare(stored)
        queries.articles(stored, DEFAULT_ISSUE)
        queries.actor(stored, "ilse-brandt")
    assert executed
    assert not [statement for statement in executed if "article_version.text" in statement]


def test_spans_find_their_words(stored: Session) -> None:
    for identifier in stored.scalars(select(StatementRow.id)).all():
        found = queries.statement(stored, identifier)
        assert found is not None
        one, record = found
        assert tuple(span.of(record.text) for span in one.content) == one.content_text
