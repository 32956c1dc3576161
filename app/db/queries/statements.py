"""Statement records for any choice of statements, in five or six SQL statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.db.queries import making
from app.db.queries.field_keeping import kept_each
from app.db.queries.plain import ByNumber, dated, number, outlet, plain, read, span, values, when
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    RoleRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.domain.actors import ActorKind, Role
from app.domain.ids import from_number, to_number
from app.domain.positions import Scope, Stance
from app.domain.records import ActorRef, ArticleRef, CopyRef, PositionRecord, StatementRecord
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, StatementKind
from app.domain.utterances import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression
    from sqlalchemy.orm import Session

    Chosen: TypeAlias = Select[*tuple[Any, ...]] | Sequence[int]
    Found: TypeAlias = Row[*tuple[Any, ...]]

# More statements than these are not asked for by their ids: a database takes so many at once.
_FEW = 1_000
SHOWN = (StatementRow.state == State.LIVE, VersionRow.newest)
# Of what copies of one article print, the first. It is shown whenever one of its copies is.
ORIGINAL = StatementRow.original_id == StatementRow.id
BY_DAY = (
    StatementRow.said_last.desc().nulls_last(),
    StatementRow.said_first.desc().nulls_last(),
    ArticleRow.published_last.desc().nulls_last(),
    ArticleRow.id,
    StatementRow.starts_at,
    StatementRow.id,
)
BY_PLACE = (StatementRow.starts_at, StatementRow.id)
# In this order the first report of an utterance gives it its id.
EARLIEST = (
    ArticleRow.published_first.nulls_last(),
    ArticleRow.published_last.nulls_last(),
    ArticleRow.id,
    StatementRow.starts_at,
    StatementRow.id,
)


def joined(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A select from statements, joined with all that a condition may speak of."""
    return (
        chosen.select_from(StatementRow)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .join(ActorRow, ActorRow.id == StatementRow.actor_id)
    )


def on_issue(slug: str) -> ColumnElement[bool]:
    """The condition that a statement takes a position on an issue."""
    return StatementRow.id.in_(
        select(PositionRow.statement_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .where(IssueRow.slug == slug)
    )


_KINDS = {kind.value: kind for kind in StatementKind}
_BASES = {basis.value: basis for basis in SpeakerBasis}
_STANCES = {stance.value: stance for stance in Stance}
_SCOPES = {scope.value: scope for scope in Scope}
_ACTOR_KINDS = {kind.value: kind for kind in ActorKind}
# By which a row is put with others; their places in it.
_ID, _UTTERANCE, _ORIGINAL, _ACTOR = range(4)
_STATEMENT = (
    number(StatementRow.id),
    number(StatementRow.utterance_id),
    number(StatementRow.original_id),
    number(StatementRow.actor_id),
    number(StatementRow.replaced_by_id),
    plain(StatementRow.kind),
    plain(StatementRow.content),
    plain(StatementRow.content_text),
    StatementRow.cue_start,
    StatementRow.cue_end,
    StatementRow.cue_text,
    StatementRow.source_start,
    StatementRow.source_end,
    StatementRow.source_text,
    StatementRow.antecedent_start,
    StatementRow.antecedent_end,
    StatementRow.antecedent_text,
    plain(StatementRow.basis),
    *dated(
        StatementRow.said_edtf,
        StatementRow.said_first,
        StatementRow.said_last,
        StatementRow.said_basis,
    ),
    StatementRow.confidence,
    plain(StatementRow.reasons),
    StatementRow.decided_by,
)
_ARTICLE = (
    number(ArticleRow.id),
    ArticleRow.title,
    VersionRow.file,
    OutletRow.slug,
    OutletRow.name,
    ArticleRow.address,
    *dated(
        ArticleRow.published_edtf,
        ArticleRow.published_first,
        ArticleRow.published_last,
        ArticleRow.published_basis,
    ),
    ArticleRow.published_note,
    ArticleRow.language,
)


def _reference(of: type[ActorRow]) -> tuple[SQLColumnExpression[Any], ...]:
    """Only what names an actor and links to it, for ``_actor``."""
    return of.slug, of.name, plain(of.kind), of.country, of.in_directory


_SPEAKER = _reference(ActorRow)
_STATEMENTS = joined(select(*_STATEMENT, *_ARTICLE, *_SPEAKER))
_BY_ID = ByNumber(_STATEMENTS, _STATEMENT[0])
_ARTICLE_FROM = len(_STATEMENT)
_SPEAKER_FROM = _ARTICLE_FROM + len(_ARTICLE)


def statement_records(
    session: Session,
    *conditions: SQLColumnExpression[bool],
    order: Sequence[SQLColumnExpression[Any]] = BY_DAY,
    issue: str | None = None,
    folded: bool = False,
) -> tuple[StatementRecord, ...]:
    """The statements under these conditions, with their positions on ``issue`` or on all.

    With ``folded`` those that report one utterance are one, as ``_by_utterance`` has it.
    """
    rows = read(session, _STATEMENTS.where(*conditions).order_by(*order))
    if not rows:
        return ()
    articles = _Articles()
    told = _utterances(session, _of_all(rows, _UTTERANCE, conditions), articles)
    if folded:
        rows = _by_utterance(rows, told)
    return _records(session, rows, told, conditions, articles, issue=issue)


def records_by_id(
    session: Session, ids: Iterable[str], *, issue: str | None = None
) -> dict[str, StatementRecord]:
    """The statements with these ids, by id, with their positions on ``issue`` or on all.

    Costs less than ``statement_records``; those that are not there are left out.
    """
    numbers = [one for one in map(to_number, ids) if one is not None]  # none: nothing is asked
    found: dict[str, StatementRecord] = {}
    for start in range(0, len(numbers), _FEW):
        rows = _BY_ID.read(session, numbers[start : start + _FEW])
        articles = _Articles()
        told = _utterances(session, _of_all(rows, _UTTERANCE, ()), articles)
        made = _records(session, rows, told, (), articles, issue=issue)
        found |= {one.id: one for one in made}
    return found


def _records(
    session: Session,
    rows: Sequence[Found],
    told: Mapping[int, _Told],
    conditions: Sequence[SQLColumnExpression[bool]],
    articles: _Articles,
    *,
    issue: str | None,
) -> tuple[StatementRecord, ...]:
    """The records of some of the rows that were found under these conditions."""
    positions = _positions(session, _of_all(rows, _ID, conditions), issue)
    copies = _copies(session, _of_all(rows, _ORIGINAL, conditions), articles)
    held = _roles(session, _of_all(rows, _ACTOR, conditions))
    made = []
    for row in rows:
        (
            identifier, utterance, original, actor, replaced_by, kind, content, content_text,
            cue_start, cue_end, cue_text, source_start, source_end, source_text,
            antecedent_start, antecedent_end, antecedent_text, basis, edtf, first, last, said_basis,
            confidence, reasons, decided_by,
        ) = row[:_ARTICLE_FROM]  # fmt: skip
        said_on = when(edtf, first, last, said_basis)
        article = articles.of(row[_ARTICLE_FROM:_SPEAKER_FROM])
        role, when_reported = making.printed_role(held.get(actor, ()), said_on, article.published)
        shared = told.get(utterance, _ALONE)
        reported = shared.reports
        if reported:
            first_report = from_number(original)
            reported = [one for one in reported if one.id != first_report]
        name = from_number(identifier)
        made.append(
            StatementRecord(
                id=name,
                kind=_KINDS[kind],
                content=tuple([Span(*ends) for ends in values(content)]),
                content_text=tuple(values(content_text)),
                cue=span(cue_start, cue_end),
                cue_text=cue_text,
                source=span(source_start, source_end),
                source_text=source_text,
                antecedent=span(antecedent_start, antecedent_end),
                antecedent_text=antecedent_text,
                actor=_actor(*row[_SPEAKER_FROM:]),
                role=role,
                basis=_BASES[basis],
                said_on=said_on,
                confidence=making.sure(confidence, decided_by),
                reasons=tuple(values(reasons)),
                decided_by=decided_by,
                positions=tuple(positions.get(identifier, ())),
                article=article,
                role_when_reported=when_reported,
                original=name if original == identifier else from_number(original),
                copies=tuple([one for one in copies.get(original, ()) if one.id != name]),
                replaced_by=None if replaced_by is None else from_number(replaced_by),
                utterance=name if utterance == identifier else from_number(utterance),
                reports=tuple(reported),
                differences=shared.differences,
            )
        )
    return tuple(made)


def _of_all(
    rows: Sequence[Found], place: int, conditions: Sequence[SQLColumnExpression[bool]]
) -> Chosen:
    """The ids in one column of statements: of few by name, of many by the same conditions again.

    No database plans a condition on a subquery of five tables as well as a list.
    """
    if len(rows) <= _FEW:
        return sorted({row[place] for row in rows})
    return joined(select(_STATEMENT[place])).where(*conditions)


class _Articles:
    """The articles of a list, each made once."""

    def __init__(self) -> None:
        self._known: dict[int, ArticleRef] = {}

    def of(self, cells: Sequence[Any]) -> ArticleRef:
        """The article that the columns ``_ARTICLE`` tell."""
        number = cells[0]
        found = self._known.get(number)
        if found is None:
            (
                _, title, file, slug, name, address, edtf, first, last, basis, note, language,
            ) = cells  # fmt: skip
            found = self._known[number] = ArticleRef(
                id=from_number(number),
                title=making.title_of(title, file),
                outlet=outlet(slug, name),
                address=address,
                published=when(edtf, first, last, basis),
                published_note=note,
                language=language,
            )
        return found


@lru_cache(maxsize=8192)
def _actor(
    slug: str,
    name: str,
    kind: str,
    country: str | None,
    in_directory: bool,  # noqa: FBT001
) -> ActorRef:
    return ActorRef(slug, name, _ACTOR_KINDS[kind], country, in_directory)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of an utterance of several reports."""

    representative: int  # number of a statement
    differences: tuple[Difference, ...]
    reports: list[CopyRef]  # the earliest first


_ALONE = _Told(0, (), [])


_UTTERANCE_ID = number(UtteranceRow.id)
_REPORTS = ByNumber(
    joined(
        select(
            _UTTERANCE_ID,
            number(UtteranceRow.representative_id),
            plain(UtteranceRow.differences),
            number(StatementRow.id),
            plain(StatementRow.content_text),
            *_ARTICLE,
        )
    )
    .join(UtteranceRow, UtteranceRow.id == StatementRow.utterance_id)
    .where(*SHOWN, ORIGINAL)
    .order_by(*EARLIEST),
    _UTTERANCE_ID,
)


def _utterances(session: Session, chosen: Chosen, articles: _Articles) -> Mapping[int, _Told]:
    """Those of the utterances with these ids that are of several reports, by number.

    Nearly every statement is the only report, so those are left out.
    """
    rows = _REPORTS.read(session, chosen)
    found: dict[int, _Told] = {}
    for key, representative, kinds, report, words, *article in rows:
        told = found.get(key)
        if told is None:
            differences = tuple(Difference(kind) for kind in values(kinds))
            told = found[key] = _Told(representative, differences, [])
        told.reports.append(
            CopyRef(from_number(report), articles.of(article), tuple(values(words)))
        )
    return found


def _by_utterance(rows: Sequence[Found], told: Mapping[int, _Told]) -> list[Found]:
    """Of rows that report one utterance one, in the order of the rows.

    Its representative, else the report that stands first; a copy only where no report is chosen.
    """
    chosen: dict[int, tuple[int, Found]] = {}
    for row in rows:
        key = row[_UTTERANCE]
        if key in told and row[_ID] == told[key].representative:
            rank = 0
        else:
            rank = 1 if row[_ORIGINAL] == row[_ID] else 2
        if key not in chosen or rank < chosen[key][0]:
            chosen[key] = (rank, row)
    kept = {row[_ID] for _, row in chosen.values()}
    return [row for row in rows if row[_ID] in kept]


_ORIGINAL_ID = number(StatementRow.original_id)
_REPEATED = select(_ORIGINAL_ID).group_by(_ORIGINAL_ID).having(func.count() > 1)
_REPEATED_OF = ByNumber(_REPEATED, _ORIGINAL_ID)
_COPIES = ByNumber(
    joined(select(number(StatementRow.id), _ORIGINAL_ID, *_ARTICLE))
    .where(*SHOWN)
    .order_by(*EARLIEST),
    _ORIGINAL_ID,
)


def _copies(
    session: Session, originals: Chosen, articles: _Articles
) -> Mapping[int, Sequence[CopyRef]]:
    """By original: what is printed in more than one article, the original among it, earliest first.

    Nearly every statement stands in one article only, so those are left out.
    """
    several: Chosen
    if isinstance(originals, Sequence):  # as a rule there is none, and the rest is not asked
        several = [row[0] for row in _REPEATED_OF.read(session, originals)]
        if not several:
            return {}
    else:
        several = _REPEATED.where(_ORIGINAL_ID.in_(originals))
    found: dict[int, list[CopyRef]] = defaultdict(list)
    for identifier, first, *article in _COPIES.read(session, several):
        found[first].append(CopyRef(from_number(identifier), articles.of(article)))
    return {first: copies for first, copies in found.items() if len(copies) > 1}


_HELD_BY = number(RoleRow.actor_id)
_ROLES = ByNumber(
    select(
        _HELD_BY,
        RoleRow.title,
        RoleRow.printed,
        RoleRow.office,
        RoleRow.of,
        *dated(RoleRow.from_edtf, RoleRow.from_first, RoleRow.from_last, RoleRow.from_basis),
        *dated(RoleRow.to_edtf, RoleRow.to_first, RoleRow.to_last, RoleRow.to_basis),
    ).order_by(RoleRow.ordinal, RoleRow.id),
    _HELD_BY,
)


def roles(
    session: Session, actors: Select[*tuple[Any, ...]] | Sequence[str]
) -> Mapping[str, Sequence[Role]]:
    """The roles of the actors with these ids, in the order of the directory."""
    chosen = (
        [one for one in map(to_number, actors) if one is not None]
        if isinstance(actors, Sequence)
        else actors
    )
    return {from_number(actor): held for actor, held in _roles(session, chosen).items()}


def _roles(session: Session, actors: Chosen) -> Mapping[int, Sequence[Role]]:
    if not isinstance(actors, Sequence):
        return _roles_read(session, actors)
    known: dict[int, Sequence[Role]] = kept_each(session, "roles")
    held = {actor: known.get(actor) for actor in actors}
    missing = [actor for actor, roles_of in held.items() if roles_of is None]
    if missing:
        read_now = _roles_read(session, missing)
        held |= {actor: read_now.get(actor, ()) for actor in missing}
        known.update({actor: held[actor] or () for actor in missing})
    return {actor: roles_of for actor, roles_of in held.items() if roles_of}


def _roles_read(session: Session, actors: Chosen) -> Mapping[int, Sequence[Role]]:
    found: dict[int, list[Role]] = defaultdict(list)
    rows = _ROLES.read(session, actors)
    for actor, title, printed, office, of, *dates in rows:
        held = Role(title, printed, office, of, when(*dates[:4]), when(*dates[4:]))
        found[actor].append(held)
    return found


_HOLDER, _ASSERTED_BY = aliased(ActorRow), aliased(ActorRow)
_POSITION_OF = number(PositionRow.statement_id)
_POSITIONS = ByNumber(
    select(
        _POSITION_OF,
        IssueRow.slug,
        plain(PositionRow.stance),
        plain(PositionRow.scope),
        PositionRow.condition_start,
        PositionRow.condition_end,
        PositionRow.condition_text,
        plain(PositionRow.evidence),
        PositionRow.confidence,
        plain(PositionRow.review),
        plain(PositionRow.opinions),
        PositionRow.decided_by,
        *_reference(_HOLDER),
        *_reference(_ASSERTED_BY),
    )
    .join(IssueRow, IssueRow.id == PositionRow.issue_id)
    .join(_HOLDER, _HOLDER.id == PositionRow.holder_id)
    .outerjoin(_ASSERTED_BY, _ASSERTED_BY.id == PositionRow.asserted_by_id)
    .order_by(PositionRow.ordinal, PositionRow.id),
    _POSITION_OF,
)


def _positions(
    session: Session, statements: Chosen, issue: str | None
) -> Mapping[int, Sequence[PositionRecord]]:
    rows = _POSITIONS.read(session, statements)
    found: dict[int, list[PositionRecord]] = defaultdict(list)
    for (
        statement, slug, stance, scope, start, end, condition, evidence, confidence, review,
        opinions, decided_by, *actors,
    ) in rows:  # fmt: skip
        # Left out here: asked for by issue too, SQLite reads all positions of the issue.
        if issue is not None and slug != issue:
            continue
        found[statement].append(
            PositionRecord(
                issue=slug,
                stance=_STANCES[stance],
                scope=_SCOPES[scope],
                holder=_actor(*actors[:5]),
                asserted_by=None if actors[5] is None else _actor(*actors[5:]),
                condition=span(start, end),
                condition_text=condition,
                evidence=making.evidence(values(evidence)),
                confidence=making.sure(confidence, decided_by),
                review=tuple(values(review)),
                opinions=making.opinions(values(opinions)),
            )
        )
    return found
