from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.db import queries
from app.db.session import sessions
from app.db.store import save, sync_directory
from app.db.tables import ArticleRow, BandRow, SignatureRow, StatementRow
from app.domain.dates import DateBasis
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.runs import Outcome
from tests.db import corpus
from tests.db.dump import dump
from tests.factories import day, make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.store import Saved
    from app.domain.extraction import Extraction

ADA, BO = make_actor("Ada Moreau"), make_actor("Bo Lind")


def report(seed: int, words: int = 200) -> str:
    """A report that shares no run of words with another."""
    made = random.Random(seed)  # noqa: S311 - the same text each time, no secret
    return " ".join(f"{made.choice('bcdfg')}{made.randrange(10_000)}" for _ in range(words))


def printed(
    outlet: str, text: str, *, published: str | None = "2025-03-01", also: bool = False
) -> Extraction:
    """A report as an outlet prints it, with two statements, or three."""
    whole = f"{text} Ada said: We will go. Bo said: We stay."
    position = make_position(ADA, Stance.SUPPORTS)
    found = [
        make_statement(whole, "We will go", ADA, positions=[position]),
        make_statement(whole, "We stay", BO),
    ]
    if also:
        whole += " And Ada: Bread is dear."
        found.append(make_statement(whole, "Bread is dear", ADA))
    when = day(published, DateBasis.METADATA) if published else day(None)
    return make_extraction(
        whole, *found, outlet=outlet, address=f"https://{outlet.lower()}.example/a", published=when
    )


WIRE = printed("Wire", report(1), published="2025-03-01")
COPY = printed("Copy", report(1) + " More from us.", published="2025-03-02", also=True)
LATE = printed("Late", " ".join(report(1).split()[60:]), published=None)
OTHER = printed("Other", report(2), published="2025-02-01")


def stored(session: Session, *extractions: Extraction) -> list[Saved]:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    return [save(session, one) for one in extractions]


def heads(session: Session) -> dict[str, str]:
    """The outlet of each article's head, by outlet."""
    rows = session.execute(select(ArticleRow.id, ArticleRow.head_id, ArticleRow.address)).all()
    names = {row.id: str(row.address).split("//")[1].split(".")[0] for row in rows}
    return {names[row.id]: names[row.head_id] for row in rows}


def test_the_earliest_copy_is_the_head(session: Session) -> None:
    saved = stored(session, LATE, OTHER, COPY, WIRE)
    assert heads(session) == {"late": "wire", "copy": "wire", "wire": "wire", "other": "other"}
    assert [one.outcome for one in saved] == [
        Outcome.STORED,
        Outcome.STORED,
        Outcome.DUPLICATE,
        Outcome.DUPLICATE,
    ]
    assert [one.copy_of is not None for one in saved] == [False, False, True, True]


def test_any_order_gives_the_same_rows(engine: Engine) -> None:
    found = set()
    for order in itertools.permutations([WIRE, COPY, LATE, OTHER]):
        with sessions(engine, write=True) as session:
            stored(session, *order)
            found.add(repr(dump(session, without=frozenset({"ingest_run", "ingest_item"}))))
            session.rollback()
    assert len(found) == 1


def test_what_copies_share_counts_once_and_what_one_adds_is_kept(session: Session) -> None:
    stored(session, WIRE, COPY, LATE, OTHER)
    # Wire's two, what Copy alone prints, and Other's two.
    assert len(session.scalars(select(StatementRow.id)).all()) == 9
    originals = session.scalars(select(StatementRow.original_id).distinct()).all()
    assert len(originals) == 5

    (issue,) = [one for one in queries.issues(session) if one.issue.slug == DEFAULT_ISSUE]
    assert (issue.statements, issue.articles, issue.articles_read) == (2, 2, 2)
    people = {one.ref.slug: one for one in queries.actors_on(session, DEFAULT_ISSUE, everyone=True)}
    assert people["ada-moreau"].statements == 3
    assert people["ada-moreau"].on_issue == 2
    assert dict(people["ada-moreau"].stances)[Stance.SUPPORTS] == 2
    ada = queries.actor(session, "ada-moreau")
    assert ada is not None
    assert len(ada.statements) == 3


def test_a_comparison_shows_the_original_and_names_its_copies(session: Session) -> None:
    stored(session, WIRE, COPY, LATE, OTHER)
    found = queries.comparison(session, ComparisonQuery(undated=True))
    shown = {one.article.outlet.name: one for one in (*found.dated, *found.undated)}
    assert set(shown) == {"Wire", "Other"}
    assert [copy.article.outlet.name for copy in shown["Wire"].copies] == ["Copy", "Late"]
    assert shown["Other"].copies == ()
    assert found.articles_read == 2


def test_an_outlet_is_shown_with_its_own_copy(session: Session) -> None:
    stored(session, WIRE, COPY)
    query = ComparisonQuery(outlets=("copy",), undated=True)
    found = queries.comparison(session, query)
    (only,) = (*found.dated, *found.undated)
    assert only.article.outlet.name == "Copy"
    assert [copy.article.outlet.name for copy in only.copies] == ["Wire"]
    facets = queries.facets(session, ComparisonQuery(undated=True))
    assert {one.label: one.count for one in facets.outlets} == {"Wire": 1, "Copy": 1}
    assert [one.count for one in facets.actors] == [1]


def test_the_list_says_what_is_a_copy(session: Session) -> None:
    wire, _ = stored(session, WIRE, COPY)
    listed = {one.ref.outlet.name: one for one in queries.articles(session, DEFAULT_ISSUE)}
    assert (listed["Wire"].copy_of, listed["Copy"].copy_of) == (None, wire.article)
    assert (listed["Wire"].originals, listed["Copy"].originals) == (2, 1)
    record = queries.article(session, wire.article)
    assert record is not None
    assert [one.outlet.name for one in record.copies] == ["Copy"]


def test_an_article_that_changes_leaves_its_copies(session: Session) -> None:
    stored(session, WIRE, COPY, LATE)
    rewritten = printed("Wire", report(3))
    saved = save(session, rewritten)
    assert saved.outcome is Outcome.NEW_VERSION
    assert heads(session) == {"wire": "wire", "copy": "copy", "late": "copy"}
    on_its_own = session.scalars(select(ArticleRow.id).where(ArticleRow.head_id == saved.article))
    assert on_its_own.all() == [saved.article]
    listed = {one.ref.outlet.name: one for one in queries.articles(session, DEFAULT_ISSUE)}
    assert (listed["Copy"].originals, listed["Late"].originals) == (3, 0)


def test_what_held_two_copies_together_may_go(session: Session) -> None:
    words = report(1, 300).split()
    left, right = " ".join(words[:180]), " ".join(words[120:])
    stored(session, printed("Left", left), printed("Right", right))
    assert heads(session) == {"left": "left", "right": "right"}
    save(session, printed("Middle", " ".join(words), published="2025-01-01"))
    assert set(heads(session).values()) == {"middle"}
    save(session, printed("Middle", report(4)))
    assert heads(session) == {"left": "left", "right": "right", "middle": "middle"}


def test_short_texts_are_no_copies(session: Session) -> None:
    saved = stored(session, printed("One", ""), printed("Two", ""))
    assert [one.outcome for one in saved] == [Outcome.STORED] * 2
    assert session.scalars(select(SignatureRow.article_id)).all() == []
    assert session.scalars(select(BandRow.article_id)).all() == []


@pytest.mark.parametrize("published", ["2025-02-27", None])
def test_a_date_that_becomes_known_moves_the_head(session: Session, published: str | None) -> None:
    stored(session, WIRE, printed("Copy", report(1), published=None))
    assert heads(session)["wire"] == "wire"
    save(session, printed("Copy", report(1), published=published))
    assert heads(session)["wire"] == ("copy" if published else "wire")


def test_who_says_the_same_twice_said_it_twice(session: Session) -> None:
    text = f"{report(1)} Ada said: We go. Later: We go."
    twice = (make_statement(text, "We go", ADA), make_statement(text, "We go", ADA))
    stored(session, make_extraction(text, *twice, outlet="Wire", address="https://wire.example/a"))
    assert len(set(session.scalars(select(StatementRow.original_id)))) == 2
