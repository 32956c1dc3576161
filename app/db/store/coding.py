"""Writing samples, answers and decisions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.coding.codebook import codebook
from app.coding.codes import Answer, checked
from app.coding.samples import CODERS, LARGEST
from app.coding.sampling import draw
from app.db import keys
from app.db.queries import coding as queries
from app.db.queries.issues import issue as find_issue
from app.db.tables import ActorRow, AliasRow
from app.db.tables_coding import (
    CodingDecisionRow,
    CodingRow,
    SampleCoderRow,
    SampleItemRow,
    SampleRow,
)
from app.domain.actors import fold, slugify
from app.errors import InvalidDefinition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from app.coding.codes import Coded
    from app.coding.samples import Sample
    from app.coding.sampling import Strata
    from app.domain.queries import ComparisonQuery

_LONGEST_NAME = 120
_LARGEST_SEED = 2**53  # what a spreadsheet and JavaScript still write exactly


def draw_sample(
    session: Session,
    name: str,
    query: ComparisonQuery,
    *,
    size: int,
    seed: int,
    strata: Strata,
    coders: Sequence[tuple[str, int | None]],
    made_by: str,
) -> Sample:
    """A sample drawn from what a comparison lists, for two coders: names and accounts.

    Raises InvalidDefinition, with a sentence, when it cannot be drawn so.
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidDefinition(f"A sample has a name of 1 to {_LONGEST_NAME} characters.")
    if not 1 <= size <= LARGEST:
        raise InvalidDefinition(f"A sample has from 1 to {LARGEST:,} statements.")
    if not 0 <= seed <= _LARGEST_SEED:
        raise InvalidDefinition(f"A seed is a number from 0 to {_LARGEST_SEED:,}.")
    if len(coders) != CODERS or len({who.casefold() for who, _ in coders}) != CODERS:
        raise InvalidDefinition("A sample is coded by two people.")
    if session.scalar(select(SampleRow.id).where(SampleRow.name == name)) is not None:
        raise InvalidDefinition(f"There is a sample “{name}” already.")
    issue = find_issue(session, query.issue)
    if issue is None:
        raise InvalidDefinition(f"There is no issue “{query.issue}”.")
    pool = queries.candidates(session, query, strata)
    drawn = draw(pool, size, seed)
    if not drawn:
        raise InvalidDefinition("Nothing is there to draw from: the choice lists no statement.")
    book = codebook(issue.issue, queries.examples(session, query.issue, drawn))
    row = SampleRow(
        name=name,
        issue_id=keys.issue_id(query.issue),
        query=query.address(),
        asked=size,
        seed=seed,
        strata=strata,
        candidates=len(pool),
        codebook=book.markdown(),
        codebook_version=book.version,
        made_by=made_by,
        made_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    session.add_all(
        SampleCoderRow(sample_id=row.id, number=number, name=who, account_id=account)
        for number, (who, account) in enumerate(coders, start=1)
    )
    session.add_all(
        SampleItemRow(sample_id=row.id, number=number, statement_id=statement)
        for number, statement in enumerate(drawn, start=1)
    )
    session.flush()
    made = queries.sample(session, row.id)
    assert made is not None  # noqa: S101 - it was just written
    return made


def record_answer(
    session: Session,
    sample: Sample,
    place: int,
    coder: int,
    answer: Answer,
    *,
    coded_at: datetime | None = None,
) -> None:
    """Store what one of the two says of a statement, in place of what they said before.

    Raises InvalidDefinition when both have coded all: then each may have seen the other's.
    """
    current = queries.sample(session, sample.id)
    if current is None or current.finished:
        raise InvalidDefinition(
            "Both have coded all of this sample, so that it is closed; an editor can still decide."
        )
    values = _values(_resolved(session, checked(answer)))
    session.merge(
        CodingRow(
            sample_id=sample.id,
            item=place,
            coder=coder,
            coded_at=coded_at or datetime.now(UTC),
            **values,
        )
    )
    session.flush()


def record_decision(
    session: Session,
    sample: Sample,
    place: int,
    answer: Answer,
    *,
    decided_by: str,
    revision: int | None,
) -> None:
    """Store what an editor decided of a statement.

    Raises InvalidDefinition before both have coded all.
    """
    if not sample.finished:
        raise InvalidDefinition("Both have to code all of the sample before anybody decides.")
    session.merge(
        CodingDecisionRow(
            sample_id=sample.id,
            item=place,
            decided_by=decided_by,
            decided_at=datetime.now(UTC),
            revision_id=revision,
            **_values(_resolved(session, checked(answer))),
        )
    )
    session.flush()


def bring_in(
    session: Session, sample: Sample, codings: Iterable[Coded], coder: int
) -> tuple[int, tuple[str, ...]]:
    """Store codings that came in a file as one coder's.

    How many were stored, and, in sentences, what was not.
    """
    places = {  # noqa: C416 - as above
        statement: number
        for statement, number in session.execute(
            select(SampleItemRow.statement_id, SampleItemRow.number).where(
                SampleItemRow.sample_id == sample.id
            )
        )
    }
    problems = []
    stored: set[int] = set()
    for one in codings:
        place = places.get(one.passage.statement)
        if place is None:
            problems.append(f"Statement {one.passage.statement[:40]} is not in this sample.")
            continue
        if place in stored:
            problems.append(f"Statement {one.passage.statement} is there twice; the first counts.")
            continue
        stored.add(place)
        when = _moment(one.coded_at)
        record_answer(session, sample, place, coder, one.answer, coded_at=when)
    return len(stored), tuple(problems)


def _resolved(session: Session, answer: Answer) -> Answer:
    """The answer with slugs for the names that exactly one actor has; others stay as written."""
    written = {answer.actor, answer.holder} - {""}
    meant = {name: _slug(session, name) for name in written} | {"": ""}
    values = _values(answer) | {"actor": meant[answer.actor], "holder": meant[answer.holder]}
    return Answer(**values)


def _slug(session: Session, written: str) -> str:
    slug = slugify(written)
    found = set(session.scalars(select(ActorRow.slug).where(ActorRow.slug.in_([slug, written]))))
    if not found:
        found = set(
            session.scalars(
                select(ActorRow.slug)
                .join(AliasRow, AliasRow.actor_id == ActorRow.id)
                .where(AliasRow.folded == fold(written))
            )
        )
    return found.pop() if len(found) == 1 else written


def _values(answer: Answer) -> dict[str, str]:
    return {
        "actor": answer.actor,
        "kind": answer.kind,
        "said_on": answer.said_on,
        "stance": answer.stance,
        "scope": answer.scope,
        "holder": answer.holder,
        "condition": answer.condition,
        "note": answer.note,
    }


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
