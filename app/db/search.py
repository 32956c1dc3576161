"""Full text: the same words find the same statements and articles in SQLite and in PostgreSQL.

Both databases are given words made uniform (app/domain/words.py), so their parsers have nothing
left to disagree about. Of statements both stem with Porter's algorithm and neither drops stop words
(the text search configuration ``onrecord`` of migration 0001: 'english' would, and a phrase with
"no" in it must not lose it); of the 51,015 different words in the vocabulary of spaCy's small
English model 68 are stemmed differently, nearly all in -logy and -bly. Of articles the stems are
made here and stored, because PostgreSQL keeps no more than 256 places of a word, and none after the
16,383rd: where a text may have more, a phrase is looked for in the stems themselves.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import text

from app.domain.words import stems, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    Ints = NDArray[np.int64]
    Scores = NDArray[np.float64]

# PostgreSQL takes a tsvector of 1 MB at most; a whole article is far below.
_LONGEST = 200_000
# How many places of a word, and how many words of a text, PostgreSQL surely keeps.
_PLACES, _WORDS = 250, 16_000
# A word of the title counts as much as so many of the text.
_TITLE = 8


def index_words(text: str) -> str:
    """The words of a text as they are indexed: folded, with single spaces between them."""
    return " ".join(words_of(text))[:_LONGEST]


def index_stems(text: str) -> tuple[str, bool]:
    """The stems of a text with single spaces between them, and whether they are dense.

    That is, more than PostgreSQL keeps the places of.
    """
    found = stems(words_of(text))
    most = max(Counter(found).values(), default=0)
    joined = " ".join(found)
    if len(joined) > _LONGEST:
        joined = joined[: joined.rindex(" ", 0, _LONGEST)] if " " in joined[:_LONGEST] else ""
    return joined, most > _PLACES or len(found) > _WORDS


def statement_ids(session: Session, wanted: tuple[str, ...]) -> Ints:
    """The numbers of the statements in whose content all of these phrases stand, ascending.

    The phrases are as ``phrases`` gives them; none are found nowhere. Of what is stored, shown or
    not.
    """
    if not wanted:
        return np.zeros(0, np.int64)
    if _on_server(session):
        sql = """SELECT id FROM statement
            WHERE words_vector @@ websearch_to_tsquery('onrecord', :words)"""
    else:
        sql = "SELECT rowid AS id FROM statement_fts WHERE statement_fts MATCH :words"
    return _numbers(session, sql, {"words": _all_of(wanted)})


def statement_scores(session: Session, wanted: tuple[str, ...], ids: Ints) -> Scores:
    """How well the phrases stand in these statements, in the order of the ids; more is better.

    The score is each database's own: BM25 of SQLite, ts_rank of PostgreSQL with regard to length.
    The statements are some of ``statement_ids``, and ascending.
    """
    if _on_server(session):
        sql = """SELECT id, ts_rank(words_vector, asked, 1)
            FROM statement, websearch_to_tsquery('onrecord', :words) AS asked
            WHERE id = ANY(:ids)"""
    else:
        sql = f"""SELECT rowid, -bm25(statement_fts)
            FROM statement_fts WHERE statement_fts MATCH :words AND {_AMONG}"""  # noqa: S608
    return _scores(session, sql, {"words": _all_of(wanted)}, ids)


def article_ids(session: Session, wanted: tuple[str, ...]) -> Ints:
    """The numbers of the articles in whose title and text all phrases stand, as of statements."""
    if not wanted:
        return np.zeros(0, np.int64)
    cut = _cut(wanted)
    given = {"words": _all_of(cut)}
    if not _on_server(session):
        sql = "SELECT rowid AS id FROM article_fts WHERE article_fts MATCH :words"
        return _numbers(session, sql, given)
    longer = [phrase for phrase in cut if " " in phrase]
    if not longer:
        sql = """SELECT article_id AS id FROM article_words
            WHERE words_vector @@ websearch_to_tsquery('simple', :words)"""
        return _numbers(session, sql, given)
    # Where places may be missing, the words themselves are looked through.
    inside = " AND ".join(
        f"strpos(' ' || title || ' 0 ' || text || ' ', :phrase_{number}) > 0"
        for number, _ in enumerate(longer)
    )
    sql = f"""SELECT article_id AS id
        FROM article_words, websearch_to_tsquery('simple', :every) AS every,
            websearch_to_tsquery('simple', :words) AS asked
        WHERE words_vector @@ every AND (words_vector @@ asked OR (dense AND {inside}))"""  # noqa: S608
    given["every"] = _every(cut)
    given |= {f"phrase_{number}": f" {phrase} " for number, phrase in enumerate(longer)}
    return _numbers(session, sql, given)


def article_scores(session: Session, wanted: tuple[str, ...], ids: Ints) -> Scores:
    """How well the phrases stand in these articles, as of statements; a title's words count more.

    The articles are some of ``article_ids``, and ascending.
    """
    cut = _cut(wanted)
    if not _on_server(session):
        sql = f"""SELECT rowid, -bm25(article_fts, {_TITLE}, 1)
            FROM article_fts WHERE article_fts MATCH :words AND {_AMONG}"""  # noqa: S608
        return _scores(session, sql, {"words": _all_of(cut)}, ids)
    sql = f"""SELECT article_id,
            ts_rank(CAST('{{0, 0, {1 / _TITLE}, 1}}' AS real[]), words_vector, every, 1)
        FROM article_words, websearch_to_tsquery('simple', :words) AS every
        WHERE article_id = ANY(:ids)"""  # noqa: S608 - numbers
    return _scores(session, sql, {"words": _every(cut)}, ids)


# FTS5 is to go along what it finds: by a rowid it would begin anew for each (the plus forbids it).
_AMONG = "+rowid IN (SELECT value FROM json_each(:ids))"


def _on_server(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _numbers(session: Session, sql: str, given: dict[str, str]) -> Ints:
    """A column of ids, in one value: as rows they would each be made an object of Python."""
    server = _on_server(session)
    together = "string_agg" if server else "group_concat"
    if server:  # it takes a whole table for cheap where long values stand beside it
        session.execute(text("SET LOCAL enable_seqscan = off"))
    found = session.scalar(
        text(f"SELECT {together}(CAST(id AS text), ',') FROM ({sql}) AS found"),  # noqa: S608
        given,
    )
    if server:
        session.execute(text("SET LOCAL enable_seqscan = on"))
    numbers: Ints = np.fromstring(found or "", np.int64, sep=",")
    numbers.sort()
    return numbers


def _scores(session: Session, sql: str, given: dict[str, str], ids: Ints) -> Scores:
    wanted: Any = ids.tolist() if _on_server(session) else json.dumps(ids.tolist())
    rows = session.execute(text(sql), given | {"ids": wanted}).all()
    found = np.zeros(len(ids))
    numbers, scores = zip(*rows, strict=True) if rows else ((), ())
    found[np.searchsorted(ids, np.array(numbers, np.int64))] = scores
    return found


def _cut(wanted: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(stems(phrase.split())) for phrase in wanted)


def _every(cut: tuple[str, ...]) -> str:
    return _all_of(tuple(dict.fromkeys(word for phrase in cut for word in phrase.split())))


def _all_of(wanted: tuple[str, ...]) -> str:
    """One syntax for both databases: phrases in double quotes, all of which must be there."""
    return " ".join(f'"{phrase}"' for phrase in wanted)
