"""/search finds the same in both databases, and its index follows what is written."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text

from app.db import migrate
from app.db.queries.search import article_lines, phrase_counts, search, statement_lines
from app.db.queries.search_actors import actor_hits
from app.db.search import article_ids
from app.db.session import open_engine, sessions
from app.db.store import editing, save, sync_directory
from app.db.store.inserting import core
from app.db.tables import ArticleRow
from app.db.tables_search import ArticleWordsRow
from app.domain.accounts import By, Interface
from app.domain.ids import from_number
from app.domain.search import Group, HitOrder, SearchQuery
from app.domain.words import phrases
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_role,
    make_statement,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from tests.postgresql import Cluster

ADA = make_actor(
    "Ádá Moreau",
    in_directory=True,
    aliases=("A. Moreau", "The Lady"),
    roles=(make_role("foreign minister", "2024-01"),),
)
BO = make_actor("Bo Moreau-Lind")
YILMAZ = make_actor("İsmet Yılmaz", roles=(make_role("defence minister"),))
EU = make_actor("EU")
EURO = make_actor("Eurogroup")

# Title and text of each article; every short text is one statement of Ada's.
ARTICLES = {
    "plain": ("Troops for peace", "We will never send a peace-keeping force there."),
    "title": ("Only words", "The troops are near, and no troops are far."),
    "accents": ("Café Zürich", "İstanbul’s naïve soldiers said Radosław’s “no”."),
    "cyrillic": ("НАТО", "Войска в Украине неприемлемы, й и ё."),
    "numbers": ("30,000 men", "On 25.02.2025 some 1e5 came to http://example.org/a_b."),
    "odd": ("😀 *", "𞤀𞤣𞤤𞤢𞤥 in 𝐀𝐁 and ٣ and Ⅷ; troops* 100% words:0 0."),
    "edge": ("The end of a title", "begins with its own words."),
    "none": ("", "Generously deployed, dying skies; is it as it was?"),
    # More than PostgreSQL keeps the places of: the phrase comes after 300 of its words.
    "dense": ("Long", "the war " * 300 + "was the last"),
    "long": ("Longer", " ".join(f"word{n}" for n in range(17_000)) + " an odd couple"),
}
CASES = [
    ("troops", {"plain", "title", "odd"}),
    ("TROOP", {"plain", "title", "odd"}),
    ("peace-keeping", {"plain"}),
    ("peace troop", {"plain"}),
    ('"troops for peace"', {"plain"}),
    ('"peace we will"', set()),  # no phrase runs from a title into the text
    ('"title begins"', set()),
    ("title begins", {"edge"}),
    ("cafe zurich naive istanbul soldier", {"accents"}),
    ("Radosław's", {"accents"}),
    ('"no', {"accents", "title"}),
    ("нато", {"cyrillic"}),
    ("войска НАТО", {"cyrillic"}),
    ("30,000", {"numbers"}),
    ('"000 men"', {"numbers"}),
    ("25.02.2025", {"numbers"}),
    ("1e5 example", {"numbers"}),
    ("0", {"odd"}),
    ("ab ٣ viii", {"odd"}),
    ("troops*", {"plain", "title", "odd"}),
    ("generous deploy skies", {"none"}),
    ('"is it as it was"', {"none"}),
    ('"the last"', {"dense"}),
    ('"war was"', {"dense"}),
    ('"last the"', set()),
    ('"odd couple"', {"long"}),
    ('"word16999 an odd"', {"long"}),
    ("***", set()),
    ('"', set()),
    ("😀", set()),
    ("words:troops", set()),
    ("\x00troops\x00 peace", {"plain"}),
    ("'; DROP TABLE article_words; --", set()),
]


def fill(session: Session) -> None:
    sync_directory(session, make_directory(ADA), [make_issue(), make_issue("other", "Another")])
    for name, (title, words) in ARTICLES.items():
        said = [make_statement(words, words, ADA)] if len(words) < 1000 else []
        save(session, make_extraction(words, *said, file=name, title=title or None))


def found(session: Session, words: str) -> set[str]:
    wanted = phrases(words)
    if not wanted:
        return set()
    titles = _titled(session, wanted)
    names = {title or None: name for name, (title, _) in ARTICLES.items()}
    return {names[title] for title in titles}


@pytest.mark.parametrize(("words", "names"), CASES)
def test_the_same_words_find_the_same_articles(
    filled: tuple[Session, ...], words: str, names: set[str]
) -> None:
    for session in filled:
        assert found(session, words) == names, session.get_bind().dialect.name


@given(st.text(st.characters(codec=None), max_size=40) | st.from_regex(r'["\w \-*:^()]{0,30}'))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_words_are_unsafe_or_found_differently(filled: tuple[Session, ...], words: str) -> None:
    one, other = (search(session, SearchQuery(words)) for session in filled)
    for groups in zip(*(_counts(one), _counts(other)), strict=True):
        assert groups[0] == groups[1]


def _counts(found: object) -> list[object]:
    parts = (getattr(found, name) for name in ("statements", "actors", "articles"))
    return [part and (part.count, len(part.found)) for part in parts]


@given(st.sampled_from(sorted(set(ARTICLES) - {"long"})), st.data())
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_stretch_of_its_words_finds_an_article(
    filled: tuple[Session, ...], name: str, data: st.DataObject
) -> None:
    words = re.findall(r"[^\W_]+", data.draw(st.sampled_from(ARTICLES[name])))
    if not words:
        return
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    for session in filled:
        assert name in found(session, f'"{" ".join(words[start:end])}"')


def test_very_many_words_are_safe(filled: tuple[Session, ...]) -> None:
    many = " ".join(f"word{number}" for number in range(2000))
    for session in filled:
        assert found(session, many) == {"long"}
        assert found(session, f'"{many}"') == {"long"}
        assert found(session, f"{many} nothing") == set()


def test_the_index_follows_titles_texts_and_what_is_taken_back(session: Session) -> None:
    sync_directory(session, make_directory(), [make_issue()])
    words = "Troops will not come."
    first = save(session, make_extraction(words, title="One", address="https://a.example/1"))
    assert _titles(session, "troops one") == {"One"}
    again = "Soldiers will come."
    save(session, make_extraction(again, title="Two", address="https://a.example/1"))
    assert _titles(session, "troops") == set()
    assert _titles(session, "soldier two") == {"Two"}
    by = By(1, "eva", Interface.WEB)
    edited = editing.edit_article(session, by, first.article, title="Three")
    assert _titles(session, "two") == set()
    assert _titles(session, "three soldiers") == {"Three"}
    editing.undo(session, by, edited.id)
    assert _titles(session, "three") == set()
    assert _titles(session, "two soldiers") == {"Two"}
    if session.get_bind().dialect.name == "sqlite":
        check = "INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)"
        session.execute(text(check))
    session.execute(delete(ArticleRow))
    assert session.scalars(select(ArticleWordsRow.article_id)).all() == []
    assert _titles(session, "soldiers") == set()


def test_what_was_stored_before_is_indexed_by_the_migration(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        for name in ("plain", "accents", "none", "dense"):
            title, words = ARTICLES[name]
            save(session, make_extraction(words, title=title or None, file=name))
    before = _words(engine)
    assert len(before) == 4
    migrate.downgrade(engine, "0011")
    migrate.upgrade(engine)
    assert _words(engine) == before
    with sessions(engine) as session:
        assert _titles(session, "troop") == {"Troops for peace"}


def _words(engine: Engine) -> list[tuple[object, ...]]:
    table = core(ArticleWordsRow)
    with sessions(engine) as session:
        return sorted(tuple(row) for row in session.execute(select(*table.columns)))


def _titles(session: Session, words: str) -> set[str | None]:
    return set(_titled(session, phrases(words)))


def _titled(session: Session, wanted: tuple[str, ...]) -> list[str | None]:
    ids = [from_number(number) for number in article_ids(session, wanted).tolist()]
    return list(session.scalars(select(ArticleRow.title).where(ArticleRow.id.in_(ids))))


def test_reports_and_copies_are_one_hit(session: Session) -> None:
    sync_directory(session, make_directory(ADA), [make_issue(), make_issue("other", "Another")])
    words = " ".join(f"word{n}" for n in range(60)) + " and troops are not needed, she said."
    position = make_position(ADA)
    for number in range(3):  # the same text three times: copies
        said = make_statement(words, "troops are not needed", ADA, positions=[position])
        save(session, make_extraction(words, said, outlet=f"O{number}", file=f"{number}"))
    other = "Troops are needed, said Bo, and more troops."
    save(session, make_extraction(other, make_statement(other, "Troops are needed", BO), file="b"))
    found = search(session, SearchQuery("troops"))
    assert found.statements is not None
    assert found.articles is not None
    assert (found.statements.count, found.statements.reports) == (2, 2)
    numbers = [found.statements.count, found.statements.reports, found.statements.issues[0].count]
    assert [type(number) for number in numbers] == [int] * 3  # no Decimal: JSON has none
    assert (found.articles.count, found.articles.printings) == (2, 4)
    assert sorted(one.copies for one in found.articles.found) == [0, 2]
    assert [(one.value, one.count) for one in found.statements.issues] == [(make_issue().slug, 1)]
    on = search(session, SearchQuery("troops", issue=make_issue().slug))
    assert on.statements is not None
    assert [one.actor.name for one in on.statements.found] == ["Ádá Moreau"]
    assert on.articles is not None
    assert on.articles.count == 1
    lines = list(statement_lines(session, SearchQuery("troops")))
    assert len(lines) == 2
    assert len(list(article_lines(session, SearchQuery("troops")))) == 2
    assert phrase_counts(session, SearchQuery("troops unicorns")) == (
        ("troops", 4),
        ("unicorns", 0),
    )


def test_pages_hold_each_hit_once_and_in_order(session: Session) -> None:
    sync_directory(session, make_directory(ADA), [make_issue()])
    chance = random.Random(3)  # noqa: S311 - no secret
    dates = [day(f"2025-03-{n % 28 + 1:02}") if n % 7 else day(None) for n in range(47)]
    for number, when in enumerate(dates):
        more = " ".join(f"x{chance.random()}" for _ in range(number % 5 + 3))
        words = f"Troops {more}."
        said = make_statement(words, words, make_actor(f"Actor {number}"), said_on=when)
        save(session, make_extraction(words, said, file=f"{number}"))
    for group in (Group.STATEMENTS, Group.ARTICLES):
        for order in HitOrder:
            ids: list[str] = []
            for page in (1, 2, 3, 4):
                asked = SearchQuery("troops", group=group, order=order, page=page)
                part = getattr(search(session, asked), group.value)
                assert part.count == 47
                ids += [getattr(one, "id", None) or one.ref.id for one in part.found]
            assert len(ids) == len(set(ids)) == 47
    asked = SearchQuery("troops", group=Group.STATEMENTS, order=HitOrder.NEWEST)
    newest = search(session, asked).statements
    assert newest is not None
    days = [one.said_on.first for one in newest.found]
    assert days == sorted((one for one in days if one), reverse=True)


def test_the_title_and_more_words_come_first(filled: tuple[Session, ...]) -> None:
    for session in filled:
        asked = SearchQuery("troops", group=Group.ARTICLES)
        articles = search(session, asked).articles
        assert articles is not None
        assert articles.found[0].ref.title == "Troops for peace"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("moreau", ["Ádá Moreau", "Bo Moreau-Lind"]),
        ("ada", ["Ádá Moreau"]),
        ("ADA MOR", ["Ádá Moreau"]),
        ("lady", ["Ádá Moreau"]),
        ("moreau minister", ["Ádá Moreau"]),
        ("minister", ["Ádá Moreau", "İsmet Yılmaz"]),
        ('"foreign minister"', ["Ádá Moreau"]),
        ('"minister foreign"', []),
        ("yilmaz", ["İsmet Yılmaz"]),
        ("YILMAZ ismet", ["İsmet Yılmaz"]),
        ("moreau-lind", ["Bo Moreau-Lind"]),
        ("eu", ["EU"]),
        ("euro", ["Eurogroup"]),
        ("oreau", []),
        ("*", []),
    ],
)
def test_actors_are_found_by_name_alias_and_role(
    speaking: tuple[Session, ...], words: str, names: list[str]
) -> None:
    for session in speaking:
        hits = search(session, SearchQuery(words)).actors
        assert [one.ref.name for one in (hits.found if hits else ())] == names


def test_an_actor_says_by_what_it_was_found(speaking: tuple[Session, ...]) -> None:
    for session in speaking:
        for words, names in (
            ("lady", ("The Lady",)),
            ("ada", ()),
            ("ada lady", ("The Lady",)),
            ("foreign", ()),  # its role is shown anyway
        ):
            assert actor_hits(session, SearchQuery(words)).found[0].otherwise == names
        alone = actor_hits(session, SearchQuery("moreau", group=Group.ACTORS, page=2))
        assert (alone.count, alone.found) == (2, ())


def test_actors_of_an_issue_take_part_in_it(speaking: tuple[Session, ...]) -> None:
    for session in speaking:
        on = actor_hits(session, SearchQuery("moreau", issue=make_issue().slug))
        assert [(one.ref.name, one.statements) for one in on.found] == [("Bo Moreau-Lind", 1)]
        assert actor_hits(session, SearchQuery("moreau", issue="other")).count == 0


def fill_speaking(session: Session) -> None:
    sync_directory(session, make_directory(ADA), [make_issue(), make_issue("other", "Another")])
    words = "One said. Two said. Three said. Four said. Five said."
    speakers = (ADA, ADA, YILMAZ, EU, EURO)
    parts = ("One said", "Two said", "Three said", "Four said", "Five said")
    said = [make_statement(words, part, who) for part, who in zip(parts, speakers, strict=True)]
    save(session, make_extraction(words, *said))
    other = "Six said."
    of_bo = make_statement(other, "Six said", BO, positions=[make_position(BO)])
    save(session, make_extraction(other, of_bo, file="b"))


@pytest.fixture(scope="module")
def urls(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_file: Path,
    cluster: Cluster,
    migrated_template: str,
) -> Callable[[], list[str]]:
    """Addresses of a new database of each kind."""

    def made() -> list[str]:
        path = tmp_path_factory.mktemp("search") / "onrecord.db"
        path.write_bytes(migrated_file.read_bytes())
        return [f"sqlite:///{path}", cluster.url(cluster.create(migrated_template))]

    return made


@pytest.fixture(scope="module")
def filled(urls: Callable[[], list[str]]) -> Iterator[tuple[Session, ...]]:
    """A session in each database; both hold the same articles."""
    yield from _filled(urls(), fill)


@pytest.fixture(scope="module")
def speaking(urls: Callable[[], list[str]]) -> Iterator[tuple[Session, ...]]:
    """The same with several actors."""
    yield from _filled(urls(), fill_speaking)


def _filled(urls: list[str], with_what: Callable[[Session], None]) -> Iterator[tuple[Session, ...]]:
    engines = [open_engine(url) for url in urls]
    for engine in engines:
        with sessions(engine, write=True) as session:
            with_what(session)
    with sessions(engines[0]) as one, sessions(engines[1]) as other:
        yield one, other
    for engine in engines:
        engine.dispose()
