"""An editor and an admin at a small database of their own, and what they see."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from app.config import Settings
from app.db.session import open_engine, sessions
from app.db.store import save
from app.domain.accounts import Role
from tests.databases import drop_after_test
from tests.factories import make_actor, make_extraction, make_statement
from tests.told import fill
from tests.web.people import Browser, People

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.databases import Databases

_TAG = re.compile(r"<[^>]+>")
# Characters outside the basic plane, which a script counts as two: offsets are code points.
LONG = (
    "The talks 🕊🕊 went on. “No troops will come,” the envoy of Elba said. It was late.\n"
    "It was late when Zora Lind, a deputy, told the paper that troops must come if there is a "
    "ceasefire. Nobody was surprised."
)


def _fill(url: str) -> None:
    fill(url)
    missed = make_statement(LONG, "“No troops will come,”", make_actor("Elba Envoy"))
    article = make_extraction(LONG, missed, title="What was missed", outlet="Delta")
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        save(session, article)
    engine.dispose()


class Desk:
    """People who edit, each with a browser, and visitors who only read."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        url = drop_after_test(databases.filled(_fill))
        actors = folder / "actors.yaml"
        actors.write_text("actors:\n- {slug: ada-moreau, name: Ada Moreau, kind: person}\n")
        self.settings = Settings(database_url=url, actors_file=actors)
        self.people = People(self.settings)
        self.visitor = Browser(self.settings)
        self.editor = self._of("editor")
        self.admin = self._of("admin")
        self.reader = self._of("reader")
        self.program = {"Authorization": f"Bearer {self.people.token('editor', Role.EDITOR)}"}

    def _of(self, name: str) -> Browser:
        return Browser(self.settings).come_as(self.people.session(name))

    def another(self, name: str) -> Browser:
        """The browser of one more editor."""
        self.people.add(name, Role.EDITOR)
        return self._of(name)

    def id_of(self, words: str) -> str:
        """The id of the statement, as a visitor sees it, that has these words."""
        for one in self._statements():
            if words in " ".join(one["content_text"]):
                return str(one["id"])
        raise AssertionError(words)

    def _statements(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for article in self.visitor.get("/articles.json").json()["articles"]:
            page = self.visitor.get(f"/articles/{article['id']}.json").json()
            found |= {one["id"]: one for one in page["statements"]}
        return list(found.values())

    def article(self, title: str) -> str:
        """The id of an article."""
        articles = self.visitor.get("/articles.json").json()["articles"]
        return next(str(one["id"]) for one in articles if one["title"] == title)

    def fields(self, answer: httpx.Response) -> dict[str, str]:
        """What a form holds as it comes, as a browser would send it."""
        page = answer.text
        found: dict[str, str] = {}
        for tag in re.findall(r"<input [^>]*>", page):
            name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
            kind = re.search(r' type="([^"]+)"', tag)
            if name and (not kind or kind[1] not in ("checkbox", "radio") or " checked" in tag):
                found[name[1]] = unescape(value[1]) if value else ""
        areas = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
        found |= {named: unescape(text) for named, text in areas}
        lists = re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
        for named, options in lists:
            chosen = re.search(r'value="([^"]*)" selected', options)
            first = chosen or re.search(r'value="([^"]*)"', options)
            found[named] = unescape(first[1]) if first else ""
        return found

    def close(self) -> None:
        """Close the connections."""
        self.people.close()


def words_of(answer: httpx.Response) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(_TAG.sub("", answer.text)).split())
