"""Lists of values of readers' queries: few lengths, the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, text, tuple_

from app.db.padding import padded
from app.db.session import open_engine, sessions
from app.db.tables import OutletRow
from app.domain.ids import from_number

if TYPE_CHECKING:
    from sqlalchemy import Engine, Select

    from tests.postgresql import Cluster

SLUGS = [f"o{number:02}" for number in range(20)]


@pytest.fixture
def outlets(engine: Engine) -> Engine:
    """An engine on a database with twenty outlets."""
    with sessions(engine, write=True) as session:
        session.add_all(
            OutletRow(id=from_number(number), slug=slug, name=f"The {slug}")
            for number, slug in enumerate(SLUGS)
        )
    return engine


@pytest.mark.parametrize(
    ("given", "length"), [(0, 0), (1, 1), (2, 2), (3, 4), (5, 8), (512, 512), (513, 513)]
)
def test_the_last_is_repeated(given: int, length: int) -> None:
    values = list(range(given))
    found = padded(values)
    assert len(found) == length
    assert set(found) == set(values)
    assert padded(tuple(values)) == found


def test_what_is_found_is_the_same_and_the_texts_are_few(outlets: Engine) -> None:
    texts: set[str] = set()

    def found(query: Select[Any]) -> list[str]:
        return list(session.scalars(query.order_by(OutletRow.slug)))

    with sessions(outlets) as session:
        readers = session.connection().engine
        event.listen(readers, "before_cursor_execute", lambda *told: texts.add(told[2]))
        all_ = select(OutletRow.slug)
        for count in (5, 6, 7, 8):
            assert found(all_.where(OutletRow.slug.in_(SLUGS[:count]))) == SLUGS[:count]
        assert len(texts) == 1
        assert found(all_.where(OutletRow.slug.in_([]))) == []
        assert found(all_.where(OutletRow.slug.not_in(SLUGS[:17]))) == SLUGS[17:]
        pairs = [("o01", "The o01"), ("o02", "The o02"), ("o03", "The o04")]
        assert found(all_.where(tuple_(OutletRow.slug, OutletRow.name).in_(pairs))) == SLUGS[1:3]
        names = OutletRow.name.in_(["The o03", "The o02", "The o09", "The o08", "The o07"])
        assert found(all_.where(OutletRow.slug.in_(SLUGS[1:4]) & names)) == SLUGS[2:4]


@pytest.mark.postgresql
def test_a_server_plans_a_query_with_lists_once(cluster: Cluster, migrated_template: str) -> None:
    name = cluster.create(migrated_template)
    engine = open_engine(cluster.url(name))
    kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like")
    with sessions(engine) as session:
        for count in (5, 6, 7, 8, 5, 6, 7, 8):
            session.scalars(select(OutletRow.name).where(OutletRow.slug.in_(SLUGS[:count]))).all()
        assert session.scalar(kept, {"like": "SELECT outlet.name%"}) == 1
    engine.dispose()
    cluster.drop(name)
