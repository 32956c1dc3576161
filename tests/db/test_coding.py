"""Samples and codings in both databases: drawn, coded, closed, decided, exported, brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.coding.codebook import codebook
from app.coding.codes import OFF_ISSUE, Answer
from app.coding.forms import from_csv, from_jsonl, to_csv, to_jsonl
from app.coding.refi import read_project, to_qdpx, understood
from app.coding.sampling import Strata, draw
from app.db import queries, store
from app.db.queries import coding
from app.db.store.coding import bring_in, draw_sample, record_answer, record_decision
from app.db.tables import StatementRow
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.errors import InvalidDefinition
from tests.db.corpus import ALL
from tests.factories import make_issue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.coding.samples import Sample

CODERS = (("Kim", None), ("Lee", None))
NO = Answer(actor="Ilse Brandt", stance="opposes", kind="direct")
OFF = Answer(stance=OFF_ISSUE)


@pytest.fixture
def filled(session: Session) -> Session:
    for one in ALL:
        store.save(session, one)
    return session


def drawn(session: Session, name: str = "First", size: int = 3, seed: int = 7) -> Sample:
    return draw_sample(
        session,
        name,
        ComparisonQuery(),
        size=size,
        seed=seed,
        strata=Strata.NONE,
        coders=CODERS,
        made_by="Kim",
    )


def test_a_sample_can_be_drawn_again_from_what_is_stored_of_it(filled: Session) -> None:
    one = drawn(filled)
    pool = coding.candidates(filled, ComparisonQuery(), Strata.NONE)
    assert one.candidates == len(pool) > 3
    listed = tuple(each.statement for each in coding.passages(filled, one.id))
    assert listed == draw(pool, one.asked, one.seed)
    assert (one.size, one.finished, [coder.done for coder in one.coders]) == (3, False, [0, 0])
    assert one.codebook_version in one.codebook
    assert coding.sample(filled, one.id) == coding.sample_named(filled, "First") == one
    assert coding.sample(filled, one.id + 1) is None


def test_it_stays_as_it_was_drawn(filled: Session) -> None:
    one = drawn(filled)
    before = coding.passages(filled, one.id)
    filled.execute(update(StatementRow).values(decided_by="editor Kim", confidence=0.1))
    assert coding.passages(filled, one.id) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"size": 0}, "from 1 to"),
        ({"seed": -1}, "seed"),
        ({"name": " "}, "name"),
        ({"coders": (("Kim", None), ("kim", None))}, "two people"),
        ({"query": ComparisonQuery(issue="none")}, "no issue"),
        ({"query": ComparisonQuery(words="zebra")}, "Nothing is there"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    filled: Session, change: dict[str, object], told: str
) -> None:
    values = {
        "name": "A", "query": ComparisonQuery(), "size": 2, "seed": 1, "strata": Strata.NONE,
        "coders": CODERS, "made_by": "Kim",
    } | change  # fmt: skip
    with pytest.raises(InvalidDefinition, match=told):
        draw_sample(filled, **values)  # type: ignore[arg-type]


def test_two_samples_cannot_share_a_name(filled: Session) -> None:
    drawn(filled)
    with pytest.raises(InvalidDefinition, match="already"):
        drawn(filled)


def test_the_next_statement_is_there_until_all_are_coded_and_then_it_is_closed(
    filled: Session,
) -> None:
    one = drawn(filled)
    assert coding.next_place(filled, one.id, 1) == 1
    record_answer(filled, one, 2, 1, NO)
    assert coding.next_place(filled, one.id, 1, after=1) == 3
    assert coding.next_place(filled, one.id, 1, after=3) == 1
    assert coding.next_place(filled, one.id, 2) == 1
    assert coding.compared(filled, one.id) == ()
    with pytest.raises(InvalidDefinition, match="Both have to code"):
        record_decision(filled, one, 1, NO, decided_by="Kim", revision=None)
    for coder in (1, 2):
        for place in (1, 2, 3):
            record_answer(filled, one, place, coder, NO if coder == 1 else OFF)
    now = coding.sample(filled, one.id)
    assert now is not None
    assert now.finished
    assert coding.next_place(filled, one.id, 1) is None
    with pytest.raises(InvalidDefinition, match="closed"):
        record_answer(filled, one, 1, 1, OFF)
    record_decision(filled, now, 1, NO, decided_by="Ann", revision=None)
    record_decision(filled, now, 1, OFF, decided_by="Ben", revision=4)
    first, *rest = coding.compared(filled, one.id)
    assert first.decision is not None
    assert (first.decision.decided_by, first.decision.revision) == ("Ben", 4)
    assert first.decision.answer.stance == OFF_ISSUE
    assert all(each.decision is None for each in rest)
    after = coding.sample(filled, one.id)
    assert after is not None
    assert after.decided == 1


def test_names_that_one_actor_has_become_slugs_and_others_stay(filled: Session) -> None:
    one = drawn(filled)
    record_answer(
        filled, one, 1, 1, Answer(actor="ILSE BRANDT", holder="I. Brandt", stance="opposes")
    )
    record_answer(filled, one, 2, 1, Answer(actor="Nobody Known", stance="opposes"))
    answers = [coding.answer(filled, one.id, place, 1) for place in (1, 2, 3)]
    assert answers[0] is not None
    assert (answers[0].actor, answers[0].holder) == ("ilse-brandt", "ilse-brandt")
    assert answers[1] is not None
    assert answers[1].actor == "Nobody Known"
    assert answers[2] is None


def test_what_a_coder_is_shown_does_not_depend_on_what_the_machine_made_of_it(
    filled: Session,
) -> None:
    one = drawn(filled)
    before = coding.items(filled, one.id)
    assert before[0].passage.words == tuple(
        span.of(before[0].text) for span in before[0].passage.spans
    )
    other = filled.scalar(select(StatementRow.actor_id).order_by(StatementRow.actor_id.desc()))
    filled.execute(
        update(StatementRow).values(
            actor_id=other, kind="mixed", confidence=0.01, said_edtf=None, said_first=None,
            said_last=None, said_basis="unknown", reasons=["x"], cue_start=None, cue_end=None,
        )
    )  # fmt: skip
    filled.expire_all()
    assert coding.items(filled, one.id) == before
    assert coding.item(filled, one.id, 1) == before[0]
    assert coding.item(filled, one.id, 99) is None


def test_every_form_brings_the_same_codings_back(filled: Session) -> None:
    one = drawn(filled)
    for place, answer in enumerate((NO, OFF, NO), start=1):
        record_answer(filled, one, place, 1, answer)
    codings = coding.coded(filled, one.id)
    assert len(codings) == 3
    issue = queries.issue(filled, DEFAULT_ISSUE)
    assert issue is not None
    book = codebook(issue.issue)
    texts = coding.sources(filled, {each.passage.text_sha256 for each in codings})
    names = coding.actor_names(filled, {each.answer.actor for each in codings})
    project = to_qdpx("First", book, texts, codings, names, origin="On Record")
    for number, found in enumerate(
        (
            from_csv(to_csv(codings)),
            from_jsonl(to_jsonl(codings)),
            understood(read_project(project), coding.passages(filled, one.id), book),
        ),
        start=2,
    ):
        assert found.problems == ()
        again = drawn(filled, f"Copy {number}")
        stored, problems = bring_in(filled, again, found.codings, 1)
        assert (stored, problems) == (3, ())
        back = coding.coded(filled, again.id)
        assert back == codings


def test_codings_of_other_statements_and_double_ones_are_told(filled: Session) -> None:
    one, larger = drawn(filled), drawn(filled, "Larger", 5)
    for place in range(1, 6):
        record_answer(filled, larger, place, 1, NO)
    codings = coding.coded(filled, larger.id)
    stored, problems = bring_in(filled, one, [*codings, codings[0]], 2)
    assert stored == 3
    assert sum("not in this sample" in told for told in problems) == 2
    assert sum("twice" in told for told in problems) == 1


def test_reviewed_statements_are_codings_and_examples(filled: Session) -> None:
    assert coding.reviewed(filled, DEFAULT_ISSUE) == ()
    record = coding.candidates(filled, ComparisonQuery(), Strata.STANCE)[0]
    filled.execute(
        update(StatementRow)
        .where(StatementRow.id == record.statement)
        .values(decided_by="editor Kim")
    )
    (one,) = coding.reviewed(filled, DEFAULT_ISSUE)
    assert (one.coder, one.passage.statement) == ("Kim", record.statement)
    assert one.answer.stance == record.stratum
    assert from_csv(to_csv([one])).codings == (one,)
    (example,) = coding.examples(filled, DEFAULT_ISSUE)
    assert example.statement == record.statement
    assert example.statement in codebook(make_issue(), [example]).markdown()
