"""A field that is brought up to date is the one that is read anew, whatever was written."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import delete, insert, select, update

from app.db.data_version import data_version
from app.db.queries import field_keeping, field_making
from app.db.queries.field import COLUMNS, Field
from app.db.queries.field_keeping import field_of, load_field
from app.db.session import sessions
from app.db.store.inserting import core
from app.db.tables import (
    ActorRow,
    ArticleRow,
    OutletRow,
    PositionRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from benchmarks.library import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.tables import Table

CODED = ("original", "utterance", "article")


def meaning(field: Field) -> dict[str, Sequence[object]]:
    """What a field says, whichever codes it says it with."""
    found: dict[str, Sequence[object]] = {
        name: getattr(field, name).tolist()
        for name in COLUMNS
        if name not in {*CODED, "speaker", "outlet"}
    }
    for name in CODED:  # the first place with the same code
        codes = getattr(field, name)
        _, first, places = np.unique(codes, return_index=True, return_inverse=True)
        found[name] = first[places].tolist()
    found["speaker"] = [field.speakers[code] for code in field.speaker.tolist()]
    found["outlet"] = [field.outlets[code] for code in field.outlet.tolist()]
    found["speakers"] = sorted(one.id for one in field.speakers)
    found["outlets"] = sorted(one.slug for one in field.outlets)
    found["sides"] = sorted(field.side_names.items())
    return found


class _Writer:
    """Changes some rows as they come, in each of the ways in which a field could notice."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.ways: tuple[Callable[[Session], None], ...] = (
            self.speaker, self.day, self.withdrawn, self.stance, self.unheld, self.held_again,
            self.printed, self.copied, self.told_once, self.told_apart, self.renamed, self.replaced,
            self.paper, self.reviewed, self.gone,
        )  # fmt: skip

    def write(self, session: Session) -> None:
        """One change of any kind."""
        self.chance.choice(self.ways)(session)

    def _one(self, session: Session, table: type[Table]) -> str:
        ids: Sequence[str] = session.scalars(
            select(core(table).c.id).order_by(core(table).c.id)
        ).all()
        return self.chance.choice(ids)

    def _statement(self, session: Session, **values: object) -> None:
        one = self._one(session, StatementRow)
        session.execute(update(StatementRow).where(StatementRow.id == one).values(values))

    def speaker(self, session: Session) -> None:
        self._statement(session, actor_id=self._one(session, ActorRow))

    def day(self, session: Session) -> None:
        day = date(2022, 6, 1) + timedelta(self.chance.randrange(900))
        self._statement(session, said_first=day, said_last=day, said_edtf=day.isoformat())

    def withdrawn(self, session: Session) -> None:
        self._statement(session, state=State.WITHDRAWN, withdrawn_reason="It was not said.")

    def stance(self, session: Session) -> None:
        one = self._one(session, PositionRow)
        values = {"stance": self.chance.choice(tuple(Stance)), "confidence": self.chance.random()}
        session.execute(update(PositionRow).where(PositionRow.id == one).values(values))

    def unheld(self, session: Session) -> None:
        one = self._one(session, PositionRow)
        session.execute(delete(PositionRow).where(PositionRow.id == one))

    def held_again(self, session: Session) -> None:
        table = core(PositionRow)
        one = self._one(session, PositionRow)
        row = session.execute(select(table).where(table.c.id == one)).mappings().one()
        other = f"{self.chance.randrange(8)}{row['id'][1:]}"
        if session.get(PositionRow, other) is None:
            values = dict(row) | {"id": other, "statement_id": self._one(session, StatementRow)}
            session.execute(insert(table), [values])

    def printed(self, session: Session) -> None:
        one, day = self._one(session, ArticleRow), date(2021, 1, 1)
        values = {"published_first": day, "published_last": day, "published_edtf": "2021-01-01"}
        session.execute(update(ArticleRow).where(ArticleRow.id == one).values(values))

    def copied(self, session: Session) -> None:
        one, head = self._one(session, ArticleRow), self._one(session, ArticleRow)
        session.execute(update(ArticleRow).where(ArticleRow.id == one).values(head_id=head))
        self._statement(session, original_id=self._one(session, StatementRow))

    def paper(self, session: Session) -> None:
        one, paper = self._one(session, ArticleRow), self._one(session, OutletRow)
        session.execute(update(ArticleRow).where(ArticleRow.id == one).values(outlet_id=paper))
        session.execute(update(OutletRow).where(OutletRow.id == paper).values(name="The New Name"))

    def told_once(self, session: Session) -> None:
        one = self._one(session, StatementRow)
        if session.get(UtteranceRow, one) is None:
            session.add(UtteranceRow(id=one, representative_id=one, differences=[]))
        self._statement(session, utterance_id=one)

    def told_apart(self, session: Session) -> None:
        if session.scalars(select(UtteranceRow.id).limit(1)).first() is not None:
            one = self._one(session, UtteranceRow)
            session.execute(delete(UtteranceRow).where(UtteranceRow.id == one))

    def renamed(self, session: Session) -> None:
        one = self._one(session, ActorRow)
        values = {"name": f"Name {self.chance.random()}", "country": "SE"}
        session.execute(update(ActorRow).where(ActorRow.id == one).values(values))

    def replaced(self, session: Session) -> None:
        one = self._one(session, VersionRow)
        newest = self.chance.random() < 0.5
        session.execute(update(VersionRow).where(VersionRow.id == one).values(newest=newest))

    def reviewed(self, session: Session) -> None:
        self._statement(session, decided_by="editor Ada", confidence=0.1)

    def gone(self, session: Session) -> None:
        one = self._one(session, StatementRow)
        session.execute(delete(StatementRow).where(StatementRow.id == one))


@pytest.mark.parametrize("few", [500, 0], ids=["some rows put in", "all put in order again"])
def test_what_is_kept_follows_every_change(
    engine: Engine, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_making, "_FEW", few)
    fill(engine, 320, 12, 6)
    writer = _Writer(few)
    changed = 0
    with sessions(engine) as session:
        before = field_of(session, DEFAULT_ISSUE)
    for _ in range(30):
        with sessions(engine, write=True) as session:
            for _ in range(writer.chance.choice((1, 1, 1, 6))):
                writer.write(session)
        with sessions(engine) as session:
            kept, anew = field_of(session, DEFAULT_ISSUE), load_field(session, DEFAULT_ISSUE)
        changed += kept is not before
        before = kept
        assert meaning(kept) == meaning(anew)
    assert changed > 10


def test_what_is_of_no_issue_leaves_the_field_as_it_is(engine: Engine) -> None:
    fill(engine, 320, 12, 6)
    with sessions(engine) as session:
        before = field_of(session, DEFAULT_ISSUE)
        others = select(PositionRow.statement_id).where(
            PositionRow.statement_id.not_in([before.id(place) for place in range(len(before))])
        )
        other = session.scalars(others.limit(1)).one()
    with sessions(engine, write=True) as session:
        session.execute(update(StatementRow).where(StatementRow.id == other).values(confidence=0.5))
    with sessions(engine) as session:
        assert field_of(session, DEFAULT_ISSUE) is before


def test_who_began_to_read_before_a_write_does_not_read_all_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, 30, 6)
    with sessions(engine) as session:
        before = meaning(field_of(session, DEFAULT_ISSUE))
    monkeypatch.setattr(field_keeping, "made", None)
    with sessions(engine) as earlier:
        data_version(earlier)
        with sessions(engine, write=True) as session:
            gone = {"state": State.WITHDRAWN, "withdrawn_reason": "It was not said."}
            session.execute(update(StatementRow).values(gone))
        with sessions(engine) as later:
            assert len(field_of(later, DEFAULT_ISSUE)) == 0
        assert meaning(field_of(earlier, DEFAULT_ISSUE)) == before
