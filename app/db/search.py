"""Full text: the same words find the same statements in SQLite and in PostgreSQL.

Both databases are given words made uniform here (``index_words``), so their parsers have nothing
left to disagree about; both stem with Porter's algorithm and neither drops stop words (the text
search configuration ``onrecord`` of migration 0001: 'english' would, and a phrase with "no" in it
must not lose it). Of the 51,015 different words in the vocabulary of spaCy's small English model
68 are stemmed differently, nearly all in -logy and -bly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import ucd_3_2_0

from sqlalchemy import Boolean, ColumnElement, bindparam, false, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.db.columns import PlainText
from app.domain.actors import fold

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")
# PostgreSQL takes a tsvector of 1 MB at most; a whole article is far below.
_LONGEST = 200_000


def index_words(text: str) -> str:
    """The words of a text as they are indexed: folded, with single spaces between them."""
    return " ".join(_words(text))[:_LONGEST]


def phrases(words: str) -> tuple[str, ...]:
    """What a person looks for: each word by itself, and each stretch in double quotes whole.

    What is written in one, such as "peace-keeping", "Russia's" or "30,000", is whole too. A
    quotation mark without its partner is no mark. Nothing else is syntax: not OR, not NEAR, not
    an asterisk, not a minus.
    """
    found: list[str] = []
    parts = re.split('["“”„]', words)
    for number, part in enumerate(parts):
        quoted = number % 2 == 1 and number < len(parts) - 1
        found += [part] if quoted else part.split()
    folded = (" ".join(_words(phrase)) for phrase in found)
    return tuple(dict.fromkeys(phrase for phrase in folded if phrase))


def matching(words: str) -> ColumnElement[bool]:
    """The condition that a statement's content has all these words and phrases.

    No words, no condition: everything. Only what no index holds (punctuation, emoji): nothing.
    The condition stands in a select from the table ``statement``.
    """
    wanted = phrases(words)
    if not wanted:
        return false() if words.strip() else true()
    # One syntax for both: phrases in double quotes, all of which must be there.
    expression = " ".join(f'"{phrase}"' for phrase in wanted)
    return _Matches(bindparam("words", expression, PlainText, unique=True))


class _Matches(FunctionElement[bool]):
    type = Boolean()
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


def _words(text: str) -> list[str]:
    """The words, in characters that both parsers read alike, the short ones marked.

    Porter left words of two letters alone, and so does FTS5; PostgreSQL's "is" would become "i".
    A digit at its end keeps a word from both stemmers.
    """
    words = _WORD.findall(fold(text).casefold())  # folding may give a capital: that of "𝐀" does
    if not text.isascii():
        words = [_FOREIGN.sub(_spelt, word) for word in words]
    return [word if len(word) > 2 else f"{word}0" for word in words]


def _spelt(found: re.Match[str]) -> str:
    """A letter that everybody knows, or the code point of one that a parser may not know.

    SQLite's tables are of Unicode 6.1 and PostgreSQL asks the operating system; both know the
    letters of Unicode 3.2, nearly every script in which newspapers are printed.
    """
    character = found.group()
    known = ucd_3_2_0.category(character).startswith("L")
    return character if known else f"u{ord(character)}"
