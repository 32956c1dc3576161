"""Statements: agree with one, correct it, add one, take one off the pages and put it back."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import delete, insert, select, update

from app.db import keys
from app.db.search import index_words
from app.db.store import proposals
from app.db.store.editing.drafts import Correction, Unset
from app.db.store.editing.people import named
from app.db.store.editing.turns import How, settle_reports, turn
from app.db.store.inserting import core, date_columns, span_columns
from app.db.tables import (
    ActorRow,
    IssueRow,
    PositionRow,
    State,
    StatementRow,
    VersionRow,
)
from app.db.tables_revisions import ProposalRow
from app.domain.dates import UNKNOWN_DATE
from app.domain.ids import to_number
from app.domain.revisions import ObjectKind, ProposalState
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis
from app.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from app.db.store.editing.drafts import PositionDraft
    from app.db.store.revisions import Recorder, Written
    from app.domain.accounts import By
    from app.domain.actors import Actor
    from app.domain.revisions import Revision

_MACHINE = "machine"
# What decides where an editor gives words as evidence, as positions name the rule that fired.
_RULE = "editor"


@dataclass(frozen=True, slots=True)
class _Desk:
    """What writing a correction needs."""

    session: Session
    recorder: Recorder
    by: By
    text: str  # of the version

    def actor(self, named_so: str | Actor) -> str:
        """The id of an actor, who is stored if nobody knew them."""
        return named(self.session, self.recorder, self.by.decided_by, named_so)


def accept(session: Session, by: By, statement: str, **how: Unpack[How]) -> Revision:
    """A person has looked at a statement and its positions, and agrees with all of it."""
    with _deciding(session, by, "accept", statement, ProposalState.TAKEN, **how) as decision:
        decision.see_shown()
        _decide(session, by, statement)
        _decide_positions(session, by, statement)
    return decision.revision


def correct(
    session: Session, by: By, statement: str, correction: Correction, **how: Unpack[How]
) -> Revision:
    """Write what an editor says of a statement; only what the correction gives changes.

    The positions that are not given have been looked at too. Raises InputError on spans that are
    not in the text, and on actors and issues that nobody knows.
    """
    with _deciding(session, by, "correct", statement, **how) as decision:
        decision.see_shown()
        row = decision.row
        desk = _Desk(session, decision.written.recorder, by, _text(session, row.version_id))
        values = _values(desk, correction)
        _decide(session, by, statement, **values)
        if correction.positions is None:
            _decide_positions(session, by, statement)
        else:
            speaker = values.get("actor_id", row.actor_id)
            _write_positions(desk, statement, speaker, correction.positions)
    return decision.revision


def add(
    session: Session,
    by: By,
    version: str,
    correction: Correction,
    **how: Unpack[How],
) -> Revision:
    """Add a statement that the machine missed to the newest text of an article.

    Its id is that of the revision's first object. Raises InputError where its words, its kind or
    who said it are not given.
    """
    row = session.get(VersionRow, version) if to_number(version) is not None else None
    if row is None:
        raise NotFoundError("There is no such text.")
    article = (ObjectKind.ARTICLE, row.article_id)
    with turn(session, by, "add", of=article, **how) as written:
        recorder = written.recorder
        fresh = session.get(VersionRow, version, populate_existing=True)
        if fresh is None or not fresh.newest:
            raise InputError("The article has a newer text by now; add the statement there.")
        if not correction.content or correction.kind is None or correction.actor is None:
            raise InputError("Give the words, how they are printed, and who said them.")
        text = fresh.text
        desk = _Desk(session, recorder, by, text)
        values = _values(desk, correction)
        identifier = _free_id(session, version, values)
        recorder.of(ObjectKind.STATEMENT, identifier)
        _watch(recorder, identifier)
        row_values: dict[str, Any] = {
            "id": identifier,
            "version_id": version,
            "original_id": identifier,
            "utterance_id": identifier,
            "occasion_first": None,
            "occasion_last": None,
            "occasion_told": False,
            **span_columns("cue", None, text),
            **span_columns("source", None, text),
            **span_columns("antecedent", None, text),
            **date_columns("said", UNKNOWN_DATE),
            "basis": SpeakerBasis.CARRIED,
            "confidence": 1.0,
            "reasons": [],
            "decided_by": by.decided_by,
            "state": State.LIVE,
            "withdrawn_reason": None,
            "replaced_by_id": None,
        }
        row_values |= values
        if row_values["source_start"] is not None:
            row_values["basis"] = SpeakerBasis.NAMED
        session.execute(insert(core(StatementRow)).values(**row_values))
        proposals.note(
            session,
            ObjectKind.STATEMENT,
            identifier,
            proposals.GONE,
            fresh.extractor,
            state=ProposalState.DISMISSED,
        )
        _write_positions(desk, identifier, row_values["actor_id"], correction.positions or ())
        settle_reports(session, [identifier])
    return written.revision


def withdraw(session: Session, by: By, statement: str, **how: Unpack[How]) -> Revision:
    """Take a statement off all pages; its own page says why. Nothing of it is lost."""
    told = " ".join(how.get("reason", "").split())
    if not told:
        raise InputError("Say why it is withdrawn: its page tells it.")
    with _deciding(session, by, "withdraw", statement, **how) as decision:
        decision.see_shown()
        _decide(session, by, statement, state=State.WITHDRAWN, withdrawn_reason=told)
    return decision.revision


def restore(session: Session, by: By, statement: str, **how: Unpack[How]) -> Revision:
    """Put a statement that was withdrawn back."""
    with _deciding(session, by, "restore", statement, **how) as decision:
        if decision.row.state is State.LIVE:
            raise InputError("It is not withdrawn.")
        _decide(session, by, statement, state=State.LIVE, withdrawn_reason=None)
        _decide_positions(session, by, statement)
    return decision.revision


def dismiss(session: Session, by: By, statement: str, **how: Unpack[How]) -> Revision:
    """What the machine proposes for a statement is not so; the statement stays as it is.

    To take a proposal is to ``correct`` or ``withdraw`` the statement so.
    """
    key = (ObjectKind.STATEMENT, statement)
    with turn(session, by, "dismiss", of=key, **how) as written:
        stored(session, statement)
        _watch(written.recorder, statement)
        proposals.settle(session, statement)
    return written.revision


@dataclass(frozen=True, slots=True)
class _Decision:
    """A statement as it was stored when a decision on it began, and what comes of that."""

    row: StatementRow
    written: Written

    @property
    def revision(self) -> Revision:
        """What was written, once it was."""
        return self.written.revision

    def see_shown(self) -> None:
        """Raise InputError where the statement is withdrawn."""
        if self.row.state is State.WITHDRAWN:
            raise InputError("It is withdrawn; restore it first.")


@contextmanager
def _deciding(
    session: Session,
    by: By,
    action: str,
    statement: str,
    machine: ProposalState = ProposalState.DISMISSED,
    **how: Unpack[How],
) -> Iterator[_Decision]:
    """The editor's turn at a statement that is stored.

    What the machine said of it is kept as ``machine``, and what hangs on it is worked out again.
    """
    key = (ObjectKind.STATEMENT, statement)
    with turn(session, by, action, of=key, **how) as written:
        row = stored(session, statement)
        see_current(session, row)
        _watch(written.recorder, statement)
        note_machine(session, row, machine)
        yield _Decision(row, written)
        proposals.settle(session, statement)
        settle_reports(session, [statement])  # what a person looked at counts as certain


def see_current(session: Session, row: StatementRow) -> None:
    """Raise InputError where an article has a newer text: a decision on the old one shows nowhere.

    When the newer text came, what had been decided went over to it (app/db/store/reviewed.py).
    """
    if not session.scalars(select(VersionRow.newest).where(VersionRow.id == row.version_id)).one():
        there = f", where this is statement {row.replaced_by_id}" if row.replaced_by_id else ""
        raise InputError(f"The article has a newer text by now{there}.")


def stored(session: Session, statement: str) -> StatementRow:
    """The statement with that id. Raises NotFoundError."""
    found = None
    if to_number(statement) is not None:
        found = session.get(StatementRow, statement, populate_existing=True)
    if found is None:
        raise NotFoundError(f"There is no statement '{statement}'.")
    return found


def _watch(recorder: Recorder, statement: str) -> None:
    recorder.watch(StatementRow, StatementRow.id == statement)
    recorder.watch(PositionRow, PositionRow.statement_id == statement)
    recorder.watch(
        ProposalRow,
        (ProposalRow.kind == ObjectKind.STATEMENT) & (ProposalRow.object_id == statement),
    )


def note_machine(session: Session, row: StatementRow, state: ProposalState) -> None:
    """Keep what the machine said, where nobody decided on it yet."""
    if row.decided_by.startswith(_MACHINE):
        said = proposals.stored_readings(session, [row.id])[row.id]
        extractor = row.decided_by.removeprefix(_MACHINE).strip()
        proposals.note(session, ObjectKind.STATEMENT, row.id, said, extractor, state=state)


def _decide(session: Session, by: By, statement: str, **values: Any) -> None:  # noqa: ANN401 - of any column
    session.execute(
        update(core(StatementRow))
        .where(core(StatementRow).c.id == statement)
        .values(decided_by=by.decided_by, **values)
    )


def _decide_positions(session: Session, by: By, statement: str) -> None:
    """A person has looked at all positions of a statement: nobody needs to look first any more."""
    session.execute(
        update(core(PositionRow))
        .where(core(PositionRow).c.statement_id == statement)
        .values(decided_by=by.decided_by, review=[])
    )


def _text(session: Session, version: str) -> str:
    return session.scalars(select(VersionRow.text).where(VersionRow.id == version)).one()


def _values(desk: _Desk, correction: Correction) -> dict[str, Any]:
    """The columns of what a correction gives."""
    text = desk.text
    values: dict[str, Any] = {}
    if correction.actor is not None:
        values["actor_id"] = desk.actor(correction.actor)
    if correction.kind is not None:
        values["kind"] = correction.kind
    if correction.content is not None:
        content = _spans(correction.content, text)
        words = [span.of(text) for span in content]
        values["content"] = [list(span) for span in content]
        values["content_text"] = words
        values["words"] = index_words(" ".join(words))
        values["starts_at"] = content[0].start
    for name, span in (("cue", correction.cue), ("source", correction.source)):
        if not isinstance(span, Unset):
            values |= span_columns(name, _span(span, text), text)
    if correction.said_on is not None:
        values |= date_columns("said", correction.said_on)
    return values


def _span(span: Span | None, text: str) -> Span | None:
    return None if span is None else _spans([span], text)[0]


def _spans(spans: Iterable[Sequence[int]], text: str) -> list[Span]:
    """The spans in order. Raises InputError where one is not in the text, or two overlap."""
    ordered = sorted(Span(*span) for span in spans)
    if not ordered:
        raise InputError("There are no words at all.")
    for span in ordered:
        if not 0 <= span.start < span.end <= len(text):
            raise InputError(f"The text has no characters {span.start} to {span.end}.")
    for one, other in pairwise(ordered):
        if one.overlaps(other):
            raise InputError(f"'{one.of(text)}' and '{other.of(text)}' overlap.")
    return ordered


def _free_id(session: Session, version: str, values: dict[str, Any]) -> str:
    """The id of a new statement of these words. Raises InputError where its speaker has them."""
    content = [Span(*span) for span in values["content"]]
    tie = 0
    while True:
        identifier = keys.statement_id(version, content, tie)
        there = session.get(StatementRow, identifier)
        if there is None:
            return identifier
        if there.content == values["content"] and there.actor_id == values["actor_id"]:
            state = " (withdrawn)" if there.state is State.WITHDRAWN else ""
            raise InputError(f"This is there already, as statement {identifier}{state}.")
        tie += 1


def _write_positions(
    desk: _Desk, statement: str, speaker: str, drafts: Sequence[PositionDraft]
) -> None:
    """Make a statement's positions these; one of the same issue and holder keeps its id."""
    session = desk.session
    table = core(PositionRow)
    there = {
        row["id"]: dict(row)
        for row in session.execute(
            select(table).where(table.c.statement_id == statement)
        ).mappings()
    }
    rows = _position_rows(desk, statement, speaker, drafts)
    wanted = {row["id"] for row in rows}
    session.execute(
        delete(table).where(table.c.statement_id == statement, table.c.id.not_in(wanted))
    )
    for row in rows:
        old = there.get(row["id"])
        if old is None:
            fresh = {"confidence": 1.0, "opinions": []}
            session.execute(insert(table).values(**fresh, **row))
            continue
        same_stance = old["stance"] == row["stance"]
        given, stood = ([one["span"] for one in rows["evidence"]] for rows in (row, old))
        if same_stance and given in ([], stood):
            row["evidence"] = old["evidence"]  # with the rules that the machine found it by
        session.execute(update(table).where(table.c.id == row["id"]).values(**row))


def _position_rows(
    desk: _Desk, statement: str, speaker: str, drafts: Sequence[PositionDraft]
) -> list[dict[str, Any]]:
    session, text = desk.session, desk.text
    slugs = {draft.issue for draft in drafts}
    found = select(IssueRow.slug, IssueRow.id).where(IssueRow.slug.in_(slugs))
    issues = {row.slug: row.id for row in session.execute(found)}
    unknown = slugs - issues.keys()
    if unknown:
        raise InputError(f"There is no issue '{min(unknown)}'.")
    rows: list[dict[str, Any]] = []
    ties: Counter[str] = Counter()
    for number, draft in enumerate(drafts):
        holder, teller = speaker, None
        if draft.holder is not None:
            holder = desk.actor(draft.holder)
        if draft.asserted_by is not None:
            teller = desk.actor(draft.asserted_by)
        teller = None if teller == holder else teller
        parts = (
            statement,
            draft.issue,
            _slug(session, holder),
            _slug(session, teller) if teller else None,
        )
        plain = keys.position_id(*parts)
        rows.append(
            {
                "id": keys.position_id(*parts, ties[plain]),
                "statement_id": statement,
                "issue_id": issues[draft.issue],
                "holder_id": holder,
                "asserted_by_id": teller,
                "ordinal": number,
                "stance": draft.stance,
                "scope": draft.scope,
                **span_columns("condition", _span(draft.condition, text), text),
                "evidence": [
                    {"span": list(span), "rule": _RULE, "stance": draft.stance.value}
                    for span in (_spans(draft.evidence, text) if draft.evidence else ())
                ],
                "review": [],
                "decided_by": desk.by.decided_by,
            }
        )
        ties[plain] += 1
    return rows


def _slug(session: Session, actor: str) -> str:
    return session.scalars(select(ActorRow.slug).where(ActorRow.id == actor)).one()
