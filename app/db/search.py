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

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Float,
    bindparam,
    column,
    false,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from app.db.columns import PlainText, PublicId
from app.domain.words import phrases, stems, words_of

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Subquery
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.compiler import SQLCompiler

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


def matching(words: str) -> ColumnElement[bool]:
    """The condition that a statement's content has all these words and phrases.

    No words, no condition: everything. Only what no index holds (punctuation, emoji): nothing.
    The condition stands in a select from the table ``statement``.
    """
    wanted = phrases(words)
    if not wanted:
        return false() if words.strip() else true()
    return _Matches(_bound("words", _all_of(wanted)))


def statement_hits(session: Session, wanted: tuple[str, ...]) -> Subquery:
    """The statements in which all of these phrases stand: ``id`` and ``score`` (more is better).

    The phrases are as ``phrases`` gives them, at least one. The score is each database's own:
    BM25 of SQLite, ts_rank of PostgreSQL with regard to length.
    """
    if session.get_bind().dialect.name == "postgresql":
        sql = """SELECT id, ts_rank(words_vector, asked, 1) AS score
            FROM statement, websearch_to_tsquery('onrecord', :words) AS asked
            WHERE words_vector @@ asked"""
    else:
        sql = """SELECT rowid AS id, -bm25(statement_fts) AS score
            FROM statement_fts WHERE statement_fts MATCH :words"""
    return _hits(sql, _bound("words", _all_of(wanted)))


def article_hits(session: Session, wanted: tuple[str, ...]) -> Subquery:
    """The articles in whose title and text all of these phrases stand, as ``statement_hits``."""
    cut = tuple(" ".join(stems(phrase.split())) for phrase in wanted)
    if session.get_bind().dialect.name != "postgresql":
        sql = f"""SELECT rowid AS id, -bm25(article_fts, {_TITLE}, 1) AS score
            FROM article_fts WHERE article_fts MATCH :words"""  # noqa: S608 - a number
        return _hits(sql, _bound("words", _all_of(cut)))
    longer = [phrase for phrase in cut if " " in phrase]
    # Where places may be missing, the words themselves are looked through.
    inside = [
        f"strpos(' ' || title || ' 0 ' || text || ' ', :phrase_{number}) > 0"
        for number, _ in enumerate(longer)
    ]
    phrased = f" OR (dense AND {' AND '.join(inside)})" if longer else ""
    sql = f"""SELECT article_id AS id,
            ts_rank(CAST('{{0, 0, {1 / _TITLE}, 1}}' AS real[]), words_vector, every, 1) AS score
        FROM article_words, websearch_to_tsquery('simple', :every) AS every,
            websearch_to_tsquery('simple', :words) AS asked
        WHERE words_vector @@ every AND (words_vector @@ asked{phrased})"""  # noqa: S608 - numbers
    every = tuple(dict.fromkeys(word for phrase in cut for word in phrase.split()))
    return _hits(
        sql,
        _bound("words", _all_of(cut)),
        _bound("every", _all_of(every)),
        *(_bound(f"phrase_{number}", f" {phrase} ") for number, phrase in enumerate(longer)),
    )


def _hits(sql: str, *given: BindParameter[str]) -> Subquery:
    chosen = text(sql).bindparams(*given)
    return chosen.columns(column("id", PublicId), column("score", Float)).subquery("hit")


def _bound(name: str, words: str) -> BindParameter[str]:
    return bindparam(name, words, PlainText, unique=True)


def _all_of(wanted: tuple[str, ...]) -> str:
    """One syntax for both databases: phrases in double quotes, all of which must be there."""
    return " ".join(f'"{phrase}"' for phrase in wanted)


class _Matches(FunctionElement[bool]):
    # Not Boolean: SQLAlchemy would write "… IN (…) = 1", and SQLite then looks at each statement.
    type = NullType()  # type: ignore[assignment]
    name = "matches"
    inherit_cache = True


@compiles(_Matches, "sqlite")
def _in_sqlite(element: _Matches, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    words = compiler.process(element.clauses, **kw)
    found = f"SELECT rowid FROM statement_fts WHERE statement_fts MATCH {words}"  # noqa: S608 - a bound parameter
    return f"statement.id IN ({found})"


@compiles(_Matches, "postgresql")
def _in_postgresql(element: _Matches, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    words = compiler.process(element.clauses, **kw)
    return f"statement.words_vector @@ websearch_to_tsquery('onrecord', {words})"
