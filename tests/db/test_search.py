from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from app.db.search import statement_ids
from app.db.session import open_engine, sessions
from app.db.store import save
from app.db.tables import StatementRow
from app.domain.ids import from_number
from app.domain.words import phrases
from tests.factories import make_extraction, make_statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.postgresql import Cluster

# Every statement is one line.
CONTENTS = {
    "never": "We will never send troops or a peace-keeping force to Ukraine.",
    "peace": "Peace is near: no NOT, no OR, no NEAR will keep the force away.",
    "cafe": "In a café in Zürich, Radosław said naïve things about İstanbul’s “soldiers”.",
    "numbers": "On 25.02.2025 some 30,000 soldiers, or 1e5, e3-led, at http://example.org/a_b.",
    "cyrillic": "Войска НАТО в Украине неприемлемы.",
    "emoji": "😀 troops* (send) ^col:umn -minus 100%",
    "rare": "𞤀𞤣𞤤𞤢𞤥 troops in 𝐀𝐁 and ٣ and Ⅷ.",
    "stop": "The and of to be or not to be.",
    "stems": "Deployment deployed deploying deploys generously skies dying news.",
}


def fill(session: Session) -> None:
    for name, words in CONTENTS.items():
        save(session, make_extraction(words, make_statement(words, words), file=name, title=name))


def found(session: Session, words: str) -> set[str]:
    numbers = statement_ids(session, phrases(words))
    assert (np.diff(numbers) > 0).all()
    ids = list(map(from_number, numbers.tolist()))
    contents = session.scalars(select(StatementRow.content_text).where(StatementRow.id.in_(ids)))
    names = {words: name for name, words in CONTENTS.items()}
    return {names[content[0]] for content in contents}


EVERYTHING = set(CONTENTS)
TROOPS = {"never", "emoji", "rare"}
CASES = [
    ("", set()),
    ("   ", set()),
    ("troops", TROOPS),
    ("TROOP", TROOPS),
    ("deploy", {"stems"}),
    ("deployments generous", {"stems"}),
    ("skies", {"stems"}),
    ("force peace", {"never", "peace"}),
    ('"peace keeping"', {"never"}),
    ('"peace-keeping force"', {"never"}),
    ("peace-keeping", {"never"}),
    ('"keep the force"', {"peace"}),
    ('"the keep force"', set()),
    ('"send troops', {"never", "emoji"}),  # no partner: no phrase
    ('"send troops"', {"never"}),
    ('“send troops” "Ukraine"', {"never"}),
    ("cafe zurich radoslaw istanbul naive", {"cafe"}),
    ("CAFÉ Zürich", {"cafe"}),
    ("soldier", {"cafe", "numbers"}),
    ("2025", {"numbers"}),
    ("25.02.2025", {"numbers"}),
    ("30,000", {"numbers"}),
    ("1e5", {"numbers"}),
    ("e3", {"numbers"}),
    ("http://example.org/a_b", {"numbers"}),
    ("example", {"numbers"}),
    ("НАТО", {"cyrillic"}),
    ("войска нато", {"cyrillic"}),
    ("the", {"peace", "stop"}),
    ("not to be", {"stop"}),
    ('"not to be"', {"stop"}),
    ('"to be not"', set()),
    ("Ukraine OR 2025", set()),
    ("force NOT troops", set()),
    ("near force", {"peace"}),
    ("NEAR(troops force)", set()),
    ("troops -minus", {"emoji"}),
    ("troop*", TROOPS),
    ("tro*", set()),
    ("words:troops", set()),
    ("^send", {"never", "emoji"}),
    ("😀", set()),
    ("😀 troops", TROOPS),
    ("𞤀𞤣𞤤𞤢𞤥", {"rare"}),
    ("𞤀 troops", set()),
    ("troops𞤀", set()),
    ("ab ٣ viii", {"rare"}),
    ("***", set()),
    ('"', set()),
    ('""', set()),
    ("'; DROP TABLE statement; --", set()),
    ("%", set()),
    ("\x00troops\x00", TROOPS),
    ("\ud800troops", TROOPS),
]


@pytest.mark.parametrize(("words", "names"), CASES)
def test_the_same_words_find_the_same_in_both_databases(
    filled: tuple[Session, ...], words: str, names: set[str]
) -> None:
    for session in filled:
        assert found(session, words) == names, session.get_bind().dialect.name


@given(st.text(st.characters(codec=None), max_size=40) | st.from_regex(r'["\w \-*:^()]{0,30}'))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_words_are_unsafe_or_found_differently(filled: tuple[Session, ...], words: str) -> None:
    one, other = (found(session, words) for session in filled)
    assert one == other


@given(st.sampled_from(sorted(CONTENTS)), st.data())
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_stretch_of_its_words_finds_a_statement(
    filled: tuple[Session, ...], name: str, data: st.DataObject
) -> None:
    words = re.findall(r"[^\W_]+", CONTENTS[name])
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quoted = f'"{" ".join(words[start:end])}"'
    for session in filled:
        assert name in found(session, quoted)


def test_very_many_words_are_safe(filled: tuple[Session, ...]) -> None:
    many = " ".join(f"word{number}" for number in range(3000))
    for session in filled:
        assert found(session, many) == set()
        assert found(session, '"' + many + '"') == set()
        assert found(session, "troops " * 3000) == TROOPS


def test_the_index_follows_changes(session: Session) -> None:
    fill(session)
    assert found(session, "cafe") == {"cafe"}
    session.execute(update(StatementRow).values(words="something else"))
    assert found(session, "cafe") == set()
    assert found(session, "something") == EVERYTHING
    session.execute(delete(StatementRow))
    assert found(session, "something") == set()
    if session.get_bind().dialect.name == "sqlite":
        # FTS5 compares its index with the table and raises when they differ.
        check = "INSERT INTO statement_fts(statement_fts, rank) VALUES ('integrity-check', 1)"
        session.execute(text(check))


def test_a_very_long_statement_can_be_stored_and_found(session: Session) -> None:
    words = " ".join(f"w{number}" for number in range(300_000))  # 2 MB, more than a tsvector takes
    save(session, make_extraction(words, make_statement(words, words)))
    assert len(statement_ids(session, phrases("w7 w999"))) == 1


def test_phrases() -> None:
    assert phrases('No "Peace-Keeping  Force" no, Russia’s self-defence "not closed') == (
        "no0",
        "peace keeping force",
        "russia s0",
        "self defence",
        "not",
        "closed",
    )


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_file: Path,
    cluster: Cluster,
    migrated_template: str,
) -> Iterator[tuple[Session, ...]]:
    """A session in each database; both hold the same statements."""
    path = tmp_path_factory.mktemp("search") / "onrecord.db"
    path.write_bytes(migrated_file.read_bytes())
    urls = [f"sqlite:///{path}", cluster.url(cluster.create(migrated_template))]
    engines = [open_engine(url) for url in urls]
    for engine in engines:
        with sessions(engine, write=True) as session:
            fill(session)
    with sessions(engines[0]) as one, sessions(engines[1]) as other:
        yield one, other
    for engine in engines:
        engine.dispose()
