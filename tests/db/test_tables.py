from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.db import tables
from app.db.store import save, sync_directory
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    StatementRow,
    Table,
    VersionRow,
)
from tests.db import corpus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def stored(session: Session) -> Session:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    save(session, corpus.ONE)
    return session


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (StatementRow, {"cue_start": None}),
        (StatementRow, {"cue_start": 9, "cue_end": 8}),
        (StatementRow, {"source_start": -1, "source_end": 8}),
        (StatementRow, {"antecedent_end": 8}),
        (StatementRow, {"confidence": 1.1}),
        (StatementRow, {"withdrawn_reason": "But it is live."}),
        (StatementRow, {"state": "withdrawn"}),
        (StatementRow, {"said_first": None}),
        (StatementRow, {"actor_id": "0000000000001"}),
        (PositionRow, {"condition_start": 3}),
        (PositionRow, {"confidence": -0.1}),
        (PositionRow, {"holder_id": "0000000000001"}),
        (ArticleRow, {"published_last": None}),
        (ActorRow, {"slug": "the-same"}),
    ],
)
def test_what_contradicts_itself_cannot_be_stored(
    stored: Session, table: type[Table], values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), stored.begin_nested():
        stored.execute(update(table.__table__).values(**values))  # type: ignore[arg-type]


def test_a_word_that_is_not_in_the_enumeration_cannot_be_stored(stored: Session) -> None:
    with pytest.raises(IntegrityError), stored.begin_nested():
        stored.connection().exec_driver_sql("UPDATE statement SET kind = 'shouted'")


def test_an_article_has_one_newest_version(stored: Session) -> None:
    columns = VersionRow.__table__.columns
    (row,) = stored.execute(select(*columns)).mappings()
    other = {**row, "id": "0000000000001", "sha256": "x"}
    with pytest.raises(IntegrityError), stored.begin_nested():
        stored.execute(insert(VersionRow), [other])
    stored.execute(insert(VersionRow), [{**other, "newest": False}])


@pytest.mark.parametrize("table", [ActorRow, OutletRow, IssueRow])
def test_what_others_refer_to_cannot_be_deleted(stored: Session, table: type[Table]) -> None:
    with pytest.raises(IntegrityError), stored.begin_nested():
        stored.execute(delete(table))


def test_an_article_takes_all_that_hangs_on_it_with_it(stored: Session) -> None:
    stored.execute(delete(ArticleRow))
    for table in (VersionRow, StatementRow, PositionRow):
        assert stored.execute(select(table.id)).all() == []


def test_whoever_knows_the_tables_knows_all_of_them() -> None:
    """A program that imports no page copies every table too."""
    parts = {path.stem for path in Path(tables.__file__).parent.glob("tables_*.py")}
    assert parts <= set(vars(tables))
