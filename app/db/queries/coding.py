"""Samples and codings as pages and files need them. What a coder sees reads nobody's answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.coding.codebook import Example
from app.coding.codes import OFF_ISSUE, Answer, Coded, Passage, checked
from app.coding.refi import Source
from app.coding.samples import Coder, Compared, Decision, Item, Sample
from app.coding.sampling import Candidate, Strata
from app.db.queries.comparisons import comparison
from app.db.queries.statements import BY_PLACE, SHOWN, on_issue, statement_records
from app.db.tables import ActorRow, ArticleRow, IssueRow, OutletRow, StatementRow, VersionRow
from app.db.tables_accounts import AccountRow
from app.db.tables_coding import (
    CodingDecisionRow,
    CodingRow,
    SampleCoderRow,
    SampleItemRow,
    SampleRow,
)
from app.domain.accounts import Role
from app.domain.articles import Zone, ZoneRole
from app.domain.spans import Span
from app.domain.statements import BREAK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import ColumnElement, Select, SQLColumnExpression
    from sqlalchemy.orm import Session

    from app.db.tables_coding import AnswerColumns
    from app.domain.queries import ComparisonQuery
    from app.domain.records import PositionRecord, StatementRecord

# A person has looked: app/domain/accounts.py says so of all they decide.
REVIEWED = StatementRow.decided_by.startswith("editor ", autoescape=True)
_EXAMPLES = 3  # of each stance


def samples(session: Session) -> tuple[Sample, ...]:
    """All samples, the newest first."""
    return _samples(session)


def sample(session: Session, number: int) -> Sample | None:
    """The sample with that number."""
    return next(iter(_samples(session, SampleRow.id == number)), None)


def sample_named(session: Session, name: str) -> Sample | None:
    """The sample of that name."""
    return next(iter(_samples(session, SampleRow.name == name)), None)


def candidates(session: Session, query: ComparisonQuery, strata: Strata) -> tuple[Candidate, ...]:
    """What may be drawn: what the comparison lists, each utterance once."""
    found = comparison(session, query)
    listed = (*found.dated, *(found.undated if query.lists_undated else ()))
    return tuple(Candidate(one.id, _stratum(one, strata)) for one in listed)


def _stratum(one: StatementRecord, strata: Strata) -> str:
    if strata is Strata.OUTLET:
        return one.article.outlet.slug
    return one.positions[0].stance.value if strata is Strata.STANCE and one.positions else ""


def items(session: Session, number: int) -> tuple[Item, ...]:
    """All statements of a sample with their texts, in its order."""
    return tuple(_items(session, SampleItemRow.sample_id == number))


def item(session: Session, number: int, place: int) -> Item | None:
    """One statement of a sample with its text."""
    chosen = (SampleItemRow.sample_id == number, SampleItemRow.number == place)
    return next(_items(session, *chosen), None)


def passages(session: Session, number: int) -> tuple[Passage, ...]:
    """All statements of a sample, in its order, without their texts."""
    rows = session.execute(
        _passages(select(SampleItemRow.number, *_SHOWN)).where(SampleItemRow.sample_id == number)
    )
    return tuple(_passage(*row[1:]) for row in rows)


def answer(session: Session, number: int, place: int, coder: int) -> Answer | None:
    """What one of the two answered of a statement."""
    row = session.get(CodingRow, (number, place, coder))
    return None if row is None else _answer(row)


def next_place(session: Session, number: int, coder: int, after: int = 0) -> int | None:
    """The next statement that somebody has not coded yet, from the start when the end is reached.

    None when all are coded.
    """
    coded = select(CodingRow.item).where(CodingRow.sample_id == number, CodingRow.coder == coder)
    open_ = select(func.min(SampleItemRow.number)).where(
        SampleItemRow.sample_id == number, SampleItemRow.number.not_in(coded)
    )
    return session.scalar(open_.where(SampleItemRow.number > after)) or session.scalar(open_)


def coded(session: Session, number: int) -> tuple[Coded, ...]:
    """All answers to a sample, by its order and coder."""
    places = {
        row[0]: _passage(*row[1:])
        for row in session.execute(
            _passages(select(SampleItemRow.number, *_SHOWN)).where(
                SampleItemRow.sample_id == number
            )
        )
    }
    rows = session.execute(
        select(CodingRow, SampleCoderRow.name)
        .join(
            SampleCoderRow,
            (SampleCoderRow.sample_id == CodingRow.sample_id)
            & (SampleCoderRow.number == CodingRow.coder),
        )
        .where(CodingRow.sample_id == number)
        .order_by(CodingRow.item, CodingRow.coder)
    )
    return tuple(
        Coded(places[row.item], name, row.coded_at.isoformat(timespec="seconds"), _answer(row))
        for row, name in rows
    )


def compared(session: Session, number: int) -> tuple[Compared, ...]:
    """What both answered, where both did, with what was decided; in the order of the sample."""
    answers: dict[int, dict[int, Answer]] = {}
    for row in session.scalars(select(CodingRow).where(CodingRow.sample_id == number)):
        answers.setdefault(row.item, {})[row.coder] = _answer(row)
    decisions = {
        row.item: Decision(_answer(row), row.decided_by, row.decided_at, row.revision_id)
        for row in session.scalars(
            select(CodingDecisionRow).where(CodingDecisionRow.sample_id == number)
        )
    }
    rows = session.execute(
        _passages(select(SampleItemRow.number, *_SHOWN)).where(SampleItemRow.sample_id == number)
    )
    return tuple(
        Compared(row[0], _passage(*row[1:]), both[1], both[2], decisions.get(row[0]))
        for row in rows
        if len(both := answers.get(row[0], {})) == 2
    )


def sources(session: Session, hashes: Iterable[str]) -> tuple[Source, ...]:
    """The texts with these hashes, one each, with what is known of their articles."""
    rows = session.execute(
        select(VersionRow.sha256, VersionRow.text, VersionRow.file, ArticleRow, OutletRow.name)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(VersionRow.sha256.in_(sorted(set(hashes))))
        .order_by(ArticleRow.id, VersionRow.id)
    )
    found: dict[str, Source] = {}
    for hashed, text, _file, article, outlet in rows:
        if hashed not in found:
            found[hashed] = Source(
                article=article.id,
                sha256=hashed,
                title=article.title or article.id,
                outlet=outlet,
                published=article.published_edtf or "",
                address=article.address or "",
                text=text,
            )
    return tuple(found.values())


def reviewed(session: Session, issue: str) -> tuple[Coded, ...]:
    """What editors have decided of statements on an issue, one coding for each position."""
    records = statement_records(
        session, *SHOWN, REVIEWED, on_issue(issue), order=BY_PLACE, issue=issue
    )
    hashes = _hashes(session, *SHOWN, REVIEWED)
    return tuple(
        Coded(
            _passage_of(one, issue, hashes[one.id]),
            one.decided_by.removeprefix("editor "),
            "",
            _answer_of(one, position),
        )
        for one in sorted(records, key=lambda record: record.id)
        for position in one.positions
    )


def passages_on(session: Session, issue: str) -> tuple[Passage, ...]:
    """All statements shown on an issue, to find those that a file from elsewhere speaks of."""
    records = statement_records(session, *SHOWN, on_issue(issue), order=BY_PLACE, issue=issue)
    hashes = _hashes(session, *SHOWN, on_issue(issue))
    return tuple(_passage_of(one, issue, hashes[one.id]) for one in records)


def _hashes(session: Session, *conditions: SQLColumnExpression[bool]) -> dict[str, str]:
    """The hash of the text of each statement under these conditions, by its id."""
    rows = session.execute(
        select(StatementRow.id, VersionRow.sha256)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*conditions)
    )
    return {row.id: row.sha256 for row in rows}


def _passage_of(one: StatementRecord, issue: str, hashed: str) -> Passage:
    return Passage(
        statement=one.id,
        issue=issue,
        article=one.article.id,
        title=one.article.title,
        outlet=one.article.outlet.name,
        published=one.article.published.edtf or "",
        address=one.article.address or "",
        text_sha256=hashed,
        spans=one.content,
        words=one.content_text,
    )


def _answer_of(one: StatementRecord, position: PositionRecord) -> Answer:
    return checked(
        Answer(
            actor=one.actor.slug,
            kind=one.kind.value,
            said_on=one.said_on.edtf or "",
            stance=position.stance.value,
            scope=position.scope.value,
            holder=position.holder.slug,
            condition=position.condition_text or "",
        )
    )


def editors(session: Session) -> tuple[tuple[int, str], ...]:
    """Who may code: number and name of every account that may edit, by name."""
    rows = session.execute(
        select(AccountRow.id, AccountRow.name)
        .where(AccountRow.role != Role.READER, AccountRow.disabled_at.is_(None))
        .order_by(AccountRow.folded)
    )
    return tuple((number, name) for number, name in rows)


def examples(session: Session, issue: str, without: Collection[str] = ()) -> tuple[Example, ...]:
    """A few statements of each stance that editors have decided, short ones first.

    None of ``without``: those that are still to be coded must not be answered beforehand.
    """
    records = statement_records(session, *SHOWN, REVIEWED, on_issue(issue), issue=issue)
    shown: list[Example] = []
    taken: Counter[str] = Counter()
    for one in sorted(records, key=lambda record: (len("".join(record.content_text)), record.id)):
        stance = one.positions[0].stance.value if one.positions else OFF_ISSUE
        if taken[stance] < _EXAMPLES and not {one.id, one.utterance, one.original} & {*without}:
            taken[stance] += 1
            words = BREAK.join(one.content_text)
            shown.append(Example(one.id, words, one.actor.name, one.article.outlet.name, stance))
    return tuple(shown)


def actor_names(session: Session, slugs: Iterable[str]) -> dict[str, str]:
    """The names of those of these that are slugs of actors."""
    wanted = sorted({slug for slug in slugs if slug})
    rows = session.execute(select(ActorRow.slug, ActorRow.name).where(ActorRow.slug.in_(wanted)))
    return {slug: name for slug, name in rows}  # noqa: C416 - a row is no pair to the types


def _samples(session: Session, *conditions: ColumnElement[bool]) -> tuple[Sample, ...]:
    size = (
        select(func.count())
        .where(SampleItemRow.sample_id == SampleRow.id)
        .correlate(SampleRow)
        .scalar_subquery()
    )
    decided = (
        select(func.count())
        .where(CodingDecisionRow.sample_id == SampleRow.id)
        .correlate(SampleRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(SampleRow, IssueRow.slug, size, decided)
        .join(IssueRow, IssueRow.id == SampleRow.issue_id)
        .where(*conditions)
        .order_by(SampleRow.id.desc())
    ).all()
    done = (
        select(func.count())
        .where(
            CodingRow.sample_id == SampleCoderRow.sample_id,
            CodingRow.coder == SampleCoderRow.number,
        )
        .correlate(SampleCoderRow)
        .scalar_subquery()
    )
    coders: dict[int, list[Coder]] = {}
    for row, count in session.execute(
        select(SampleCoderRow, done)
        .join(SampleRow, SampleRow.id == SampleCoderRow.sample_id)
        .where(*conditions)
        .order_by(SampleCoderRow.sample_id, SampleCoderRow.number)
    ):
        coders.setdefault(row.sample_id, []).append(
            Coder(row.number, row.name, row.account_id, count)
        )
    return tuple(
        Sample(
            id=row.id,
            name=row.name,
            issue=slug,
            query=row.query,
            asked=row.asked,
            seed=row.seed,
            strata=row.strata,
            candidates=row.candidates,
            codebook=row.codebook,
            codebook_version=row.codebook_version,
            made_by=row.made_by,
            made_at=row.made_at,
            size=number,
            coders=tuple(coders.get(row.id, ())),
            decided=settled,
        )
        for row, slug, number, settled in rows
    )


# Of a statement only where it stands: no speaker, no kind, no day, no position.
_SHOWN = (
    StatementRow.id,
    StatementRow.content,
    StatementRow.content_text,
    VersionRow.sha256,
    VersionRow.file,
    ArticleRow.id.label("article"),
    ArticleRow.title,
    ArticleRow.address,
    ArticleRow.published_edtf,
    OutletRow.name,
    IssueRow.slug,
)


def _passages(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        chosen.select_from(SampleItemRow)
        .join(SampleRow, SampleRow.id == SampleItemRow.sample_id)
        .join(IssueRow, IssueRow.id == SampleRow.issue_id)
        .join(StatementRow, StatementRow.id == SampleItemRow.statement_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .order_by(SampleItemRow.number)
    )


def _items(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Item]:
    chosen = select(
        SampleItemRow.number, VersionRow.text, VersionRow.zones, ArticleRow.language, *_SHOWN
    )
    for row in session.execute(_passages(chosen).where(*conditions)):
        number, text, zones, language, *shown = row
        yield Item(
            number=number,
            passage=_passage(*shown),
            text=text,
            zones=tuple(Zone(Span(start, end), ZoneRole(role)) for start, end, role in zones),
            language=language,
        )


def _passage(  # noqa: PLR0917 - as they are selected
    statement: str,
    content: list[list[int]],
    words: list[str],
    hashed: str,
    file: str,  # noqa: ARG001 - a path of the server is shown to nobody
    article: str,
    title: str | None,
    address: str | None,
    published: str | None,
    outlet: str,
    issue: str,
) -> Passage:
    return Passage(
        statement=statement,
        issue=issue,
        article=article,
        title=title or "",
        outlet=outlet,
        published=published or "",
        address=address or "",
        text_sha256=hashed,
        spans=tuple(Span(*ends) for ends in content),
        words=tuple(words),
    )


def _answer(row: AnswerColumns) -> Answer:
    return Answer(
        row.actor,
        row.kind,
        row.said_on,
        row.stance,
        row.scope,
        row.holder,
        row.condition,
        row.note,
    )
