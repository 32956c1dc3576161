"""Every page asked once, and the SQL that each sends: for tests of how the database answers it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event, select

from app.accounts.limits import SessionLimits
from app.accounts.tokens import new_secret
from app.config import Settings
from app.db import store
from app.db.session import sessions
from app.db.tables import ArticleRow, State, StatementRow, UtteranceRow, VersionRow
from app.domain.accounts import Role
from app.domain.positions import Scope, Stance
from app.domain.queries import ComparisonQuery
from app.domain.statements import StatementKind
from app.main import create_app
from tests.web.asking import TestClient
from tests.web.routes import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DAYS = (date(2023, 2, 1), date(2023, 3, 31))
_CHOICES = (
    ComparisonQuery(actors=("actor-0", "actor-1")),
    ComparisonQuery(actors=("actor-0",), first=_DAYS[0], last=_DAYS[1], undated=True),
    ComparisonQuery(
        sides=("us",), outlets=("outlet-0",), stances=(Stance.OPPOSES,),
        kinds=(StatementKind.DIRECT,),
    ),
    ComparisonQuery(words="troops"),
    ComparisonQuery(actors=("actor-2",), scopes=(Scope.OWN,), words="troops"),
    ComparisonQuery(issue="second-issue", reviewed=True),
)  # fmt: skip
_CHOSEN = tuple(one.address("") for one in _CHOICES)
# What more is asked of a route than its bare address.
_FURTHER: Mapping[str, tuple[str, ...]] = {
    "/compare": _CHOSEN,
    "/compare.json": _CHOSEN[2:4],
    "/compare.csv": _CHOSEN[:1],
    "/compare.atom": _CHOSEN[:1],
    "/api/v1/statements": _CHOSEN[2:4],
    "/search": (
        "?q=troops", "?in=statements&q=troops", "?in=articles&q=troops", "?in=actors&q=number",
        "?order=newest&q=troops", "?q=%22the+border%22", "?issue=second-issue&q=troops",
    ),
    "/search.json": ("?q=troops",),
    "/search.csv": ("?q=troops+ceasefire",),
    "/api/v1/search": ("?q=troops",),
    "/articles": ("?after={articles}", "?before={articles}"),
    "/actors": ("?after=actor-5",),
    "/actors/{slug}/timeline": ("?issue=second-issue",),
    "/queue": ("?issue=second-issue", "?stance=opposes&reason=speaker", "?actor=actor-0",
               "?from=2023-02-01&to=2023-02-28"),
    "/queue/actors": ("?q=number",),
    "/changes": ("?issue=second-issue",),
    "/history": ("?before=20", "?by=Eva"),
}  # fmt: skip
# Who asks for these gets no rows of what is large: signing in, static words, what leads elsewhere,
# and a run of the ingest, of which this library has none.
_LEFT_OUT = {
    "/compare/freeze", "/statements/{identifier}/context", "/ingest/{number}",
    "/ingest/{number}.json",
    "/sign-in", "/sign-in/provider", "/sign-in/provider/return", "/healthz", "/api",
    "/api/v1/openapi.json",
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A statement of SQL that a page sent."""

    address: str
    sql: str
    values: Any


@dataclass
class Pages:
    """An app over a library, and an editor who asks it."""

    engine: Engine
    client: TestClient = field(init=False)
    named: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Sign an editor in, and name what addresses are made with."""
        url = self.engine.url.render_as_string(hide_password=False)
        settings = Settings(database_url=url, database_query_seconds=600)
        secret, now = new_secret(), datetime.now(UTC)
        with sessions(self.engine, write=True) as session:
            name = f"planner {now:%H%M%S%f}"
            user = store.accounts.add_user(session, name, Role.ADMIN, now, password="x")
            limits = SessionLimits.of_hours(1, 1)
            store.accounts.begin_session(
                session, user.id, secret, browser="", limits=limits, now=now
            )
        self.client = TestClient(create_app(settings), follow_redirects=False)
        self.client.cookies.set("onrecord", secret)
        self.named = self._names()

    def addresses(self) -> Iterator[str]:
        """The address of each page and file, some with several choices."""
        for method, path in TABLE:
            if method != "GET" or path in _LEFT_OUT:
                continue
            if "snapshots" in path or "coding" in path or path.startswith("/reports"):
                continue
            for bare in self._filled(path):
                yield bare
                for choice in _FURTHER.get(path, ()):
                    yield bare + choice.format(**self.named)

    def sent_by(self, address: str) -> list[Sent]:
        """What SQL a page sends. Fails where it is no page."""
        with sql_sent(address) as sent:
            answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return sent

    def _filled(self, path: str) -> Iterator[str]:
        kind = path.split("/")[1].partition(".")[0]
        if path.startswith("/api/v1/"):
            kind = path.split("/")[3].partition(".")[0]
        if path.startswith("/embed/"):
            kind = path.split("/")[2]
        for form in ("bib",) if "{form}" in path else ("",):
            filled = path.replace("{form}", form)
            for name in ("{identifier}", "{slug}", "{number}"):
                if name in filled:
                    filled = filled.replace(name, self.named[kind])
            if path == "/oembed":
                filled += f"?url=http://testserver/statements/{self.named['statements']}"
            yield filled

    def _names(self) -> dict[str, str]:
        with sessions(self.engine) as session:
            live = (StatementRow.state == State.LIVE, VersionRow.newest)
            statement = session.scalars(
                select(StatementRow.id).join(VersionRow).where(*live).limit(1)
            ).one()
            waiting = self.client.get("/queue.json").json()["statements"][0]["id"]
            article = session.scalars(select(ArticleRow.id).limit(1)).one()
            utterance = session.scalars(select(UtteranceRow.id).limit(1)).one()
        return {
            "statements": statement, "articles": article, "utterances": utterance,
            "actors": "actor-0", "issues": "second-issue", "queue": waiting, "history": "1",
        }  # fmt: skip


@contextmanager
def sql_sent(address: str) -> Iterator[list[Sent]]:
    """What any engine sends meanwhile, each text once."""
    sent: list[Sent] = []
    texts: set[str] = set()

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_rest: object) -> None:  # noqa: ANN401
        if sql.lstrip()[:6].upper() in {"SELECT", "WITH  "} and sql not in texts:
            texts.add(sql)
            sent.append(Sent(address, sql, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
