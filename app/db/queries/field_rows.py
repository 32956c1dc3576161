"""The rows of a field as the database has them: of a whole issue, or of some statements.

They are read some thousand at a time, so that no more than these are objects of Python.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import BigInteger, String, select, type_coerce

from app.db.queries import making
from app.db.queries.field import KINDS, STANCES, UNKNOWN, bit
from app.db.tables import (
    ArticleRow,
    IssueRow,
    PositionRow,
    RowChangeRow,
    State,
    StatementRow,
    UtteranceRow,
    VersionRow,
)
from app.domain.certainty import speaker_certain, stance_certain
from app.domain.positions import Scope, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    Columns = dict[str, NDArray[Any]]

_AT_ONCE = 20_000
_KIND_CODES = {kind.value: code for code, kind in enumerate(KINDS)}
_STANCE_CODES = {stance.value: code for code, stance in enumerate(STANCES)}
_BITS = {(stance.value, scope.value): bit(stance, scope) for stance in Stance for scope in Scope}
_STATEMENT = (
    type_coerce(StatementRow.id, BigInteger).label("id"),
    type_coerce(StatementRow.original_id, BigInteger).label("original"),
    type_coerce(StatementRow.utterance_id, BigInteger).label("utterance"),
    type_coerce(StatementRow.actor_id, BigInteger).label("actor"),
    type_coerce(StatementRow.version_id, BigInteger).label("version"),
    StatementRow.starts_at,
    type_coerce(StatementRow.kind, String).label("kind"),
    type_coerce(StatementRow.said_first, String).label("said_first"),
    type_coerce(StatementRow.said_last, String).label("said_last"),
    type_coerce(StatementRow.said_edtf, String).label("said_edtf"),
    type_coerce(StatementRow.said_basis, String).label("said_basis"),
    StatementRow.confidence,
    StatementRow.decided_by,
)
_TEXT = (
    type_coerce(VersionRow.id, BigInteger).label("version"),
    type_coerce(ArticleRow.id, BigInteger).label("id"),
    type_coerce(ArticleRow.outlet_id, BigInteger).label("outlet"),
    type_coerce(ArticleRow.head_id, BigInteger).label("head"),
    type_coerce(ArticleRow.published_last, String).label("published_last"),
)
_UTTERANCE = (
    type_coerce(UtteranceRow.id, BigInteger).label("id"),
    type_coerce(UtteranceRow.representative_id, BigInteger).label("representative"),
)
_POSITION = (
    type_coerce(PositionRow.statement_id, BigInteger).label("statement"),
    type_coerce(PositionRow.stance, String).label("stance"),
    type_coerce(PositionRow.scope, String).label("scope"),
    PositionRow.confidence,
    PositionRow.decided_by,
    PositionRow.asserted_by_id.is_not(None),
)


def rows_of(session: Session, issue: str, since: int | None = None) -> Columns:
    """The shown statements with a position on an issue, in no order, as columns of numbers.

    All, or those that changed after that number of the data. The columns are those of a field, but
    that ids stand where a field has codes. The tables are read one by one and joined here: of all
    rows that is quicker than to look each up among the wide rows of another table.
    """
    positions = select(*_POSITION).where(PositionRow.issue_id == _issue_id(issue))
    texts = (
        select(*_TEXT)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(VersionRow.newest)
    )
    utterances = select(*_UTTERANCE)
    if since is not None:
        ids = rows_changed("statement", since)
        positions = positions.where(PositionRow.statement_id.in_(ids))
        chosen = select(StatementRow).where(StatementRow.id.in_(ids))
        texts = texts.where(VersionRow.id.in_(chosen.with_only_columns(StatementRow.version_id)))
        utterances = utterances.where(
            UtteranceRow.id.in_(chosen.with_only_columns(StatementRow.utterance_id))
        )
    statements = select(*_STATEMENT).where(
        StatementRow.state == State.LIVE,
        StatementRow.id.in_(positions.with_only_columns(PositionRow.statement_id)),
    )
    columns = _joined(_statements(part) for part in _parts(session, statements))
    columns = _placed(columns, _joined(_texts(part) for part in _parts(session, texts)))
    ranked = _joined(_numbers(part) for part in _parts(session, utterances))
    columns["first_of_original"] = columns["numbers"] == columns["original"]
    columns["rank"] = _rank(columns, ranked)
    held = _joined(_positions(part) for part in _parts(session, positions))
    return columns | _held(columns.pop("sure"), columns["numbers"], held)


def changed(session: Session, kind: str, since: int) -> NDArray[np.int64]:
    """The numbers of the rows of that kind that changed after that number of the data."""
    return _array(session.scalars(rows_changed(kind, since)))


def rows_changed(kind: str, since: int) -> Select[int]:
    """Chooses these rows."""
    return select(RowChangeRow.row_id).where(RowChangeRow.kind == kind, RowChangeRow.number > since)


def _issue_id(slug: str) -> Any:  # noqa: ANN401 - a subquery of one value
    return select(IssueRow.id).where(IssueRow.slug == slug).scalar_subquery()


def _parts(session: Session, chosen: Select[*tuple[Any, ...]]) -> Iterable[Sequence[Any]]:
    """The rows of a query, some thousand at a time; at least once, if with none."""
    yield ()
    yield from session.execute(chosen.execution_options(yield_per=_AT_ONCE)).partitions()


def _joined(parts: Iterable[Columns]) -> Columns:
    found = list(parts)
    return {name: np.concatenate([part[name] for part in found]) for name in found[0]}


def _statements(part: Sequence[Any]) -> Columns:
    (
        numbers, originals, utterances, actors, versions, starts, kinds, firsts, lasts, edtfs,
        bases, confidences, deciders,
    ) = zip(*part, strict=True) if part else ((),) * 13  # fmt: skip
    days: dict[object, int] = {None: UNKNOWN}
    return {
        "numbers": _array(numbers),
        "starts_at": _array(starts, np.int32),
        "original": _array(originals),
        "utterance": _array(utterances),
        "speaker": _array(actors),
        "version": _array(versions),
        "kind": _array((_KIND_CODES[kind] for kind in kinds), np.int8),
        "first": _array((_day(day, days) for day in firsts), np.int32),
        "last": _array((_day(day, days) for day in lasts), np.int32),
        "guessed": _array(
            (
                bool(edtf) and (basis == "inferred" or edtf[-1] in "?~%")
                for edtf, basis in zip(edtfs, bases, strict=True)
            ),
            np.bool_,
        ),
        "reviewed": _array((who.startswith("editor ") for who in deciders), np.bool_),
        "sure": _array(
            (
                speaker_certain(making.sure(*pair))
                for pair in zip(confidences, deciders, strict=True)
            ),
            np.bool_,
        ),
    }


def _texts(part: Sequence[Any]) -> Columns:
    versions, texts, outlets, heads, published = zip(*part, strict=True) if part else ((),) * 5
    days: dict[object, int] = {None: UNKNOWN}
    return {
        "version": _array(versions),
        "text": _array(texts),
        "outlet": _array(outlets),
        "article": _array(heads),
        "published_last": _array((_day(day, days) for day in published), np.int32),
    }


def _numbers(part: Sequence[Any]) -> Columns:
    ids, representatives = zip(*part, strict=True) if part else ((), ())
    return {"id": _array(ids), "representative": _array(representatives)}


def _placed(columns: Columns, texts: Columns) -> Columns:
    """The statements whose text is the newest of its article, with what the article says."""
    found, newest = _rows(texts.pop("version"), columns.pop("version"))
    return {name: values[newest] for name, values in columns.items()} | {
        name: values[found] for name, values in texts.items()
    }


def _rank(columns: Columns, utterances: Columns) -> NDArray[np.int8]:
    """In its utterance: 0 the representative, 1 of an original, 2 of a copy."""
    found, told = _rows(utterances["id"], columns["utterance"])
    rank = np.where(columns["first_of_original"], 1, 2).astype(np.int8)
    rank[told] = np.where(
        utterances["representative"][found] == columns["numbers"][told], 0, rank[told]
    )
    return rank


def _rows(
    keys: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where the wanted stand among keys, of those that do; and which these are."""
    order = np.argsort(keys)
    places = np.searchsorted(keys, wanted, sorter=order)
    known = places < len(keys)
    known[known] = keys[order[places[known]]] == wanted[known]
    return order[places[known]], known


def _positions(part: Sequence[Any]) -> Columns:
    """The bits of some positions. ``certain``: its words are clear, whoever said them."""
    numbers, stances, scopes, confidences, deciders, asserted = (
        zip(*part, strict=True) if part else ((),) * 6
    )
    codes = [_STANCE_CODES[stance] for stance in stances]
    certain = _array(
        (
            stance_certain(STANCES[code], making.sure(confidence, decided_by))
            for code, confidence, decided_by in zip(codes, confidences, deciders, strict=True)
        ),
        np.bool_,
    )
    own = ~_array(asserted, np.bool_)
    bits = (1 << _array(codes)).astype(np.uint8)
    return {
        "numbers": _array(numbers),
        "takes": _array((_BITS[pair] for pair in zip(stances, scopes, strict=True)), np.int32),
        "certain": np.where(own & certain, bits, 0).astype(np.uint8),
        "uncertain": np.where(own & ~certain, bits, 0).astype(np.uint8),
        "second_hand": ~own,
    }


def _held(sure: NDArray[np.bool_], numbers: NDArray[np.int64], positions: Columns) -> Columns:
    """The bits of each of these statements; whose they are is no surer than who said it."""
    of = positions.pop("numbers")
    order = np.argsort(of, kind="stable")
    starts = np.flatnonzero(np.diff(of[order], prepend=-1))
    places = np.searchsorted(of[order][starts], numbers)

    def merged(name: str) -> NDArray[Any]:
        found: NDArray[Any] = np.bitwise_or.reduceat(positions[name][order], starts)[places]
        return found

    if not len(numbers):
        return {
            "takes": np.zeros(0, np.int32),
            "second_hand": np.zeros(0, np.bool_),
            "own_certain": np.zeros(0, np.uint8),
            "own_uncertain": np.zeros(0, np.uint8),
        }
    certain, uncertain = merged("certain"), merged("uncertain")
    return {
        "takes": merged("takes"),
        "second_hand": merged("second_hand"),
        "own_certain": np.where(sure, certain, np.uint8(0)),
        "own_uncertain": np.where(sure, uncertain, uncertain | certain),
    }


def _day(value: object, known: dict[object, int]) -> int:
    """The ordinal of a day: SQLite gives it as text, PostgreSQL as a date."""
    number = known.get(value)
    if number is None:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        number = known[value] = day.toordinal()
    return number


def _array(values: Iterable[Any], of: type = np.int64) -> NDArray[Any]:
    return np.fromiter(values, of)
