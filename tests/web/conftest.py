"""A small database with something of everything, and a client that asks the app."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.config import Settings
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.articles import Zone, ZoneRole
from app.domain.dates import DateBasis
from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.main import create_app
from tests.databases import Databases, copy_for_a_test
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
from tests.web.asking import TestClient
from tests.web.people import quick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.extraction import Extraction

ADA = make_actor("Ada Moreau", aliases=("A. Moreau",), roles=(make_role("foreign minister"),))
BO = make_actor("Bo Lindqvist")
CLEO = make_actor("Cleo Varga")
MUTE = make_actor("Mute Person")
SAM = make_actor("Sam Person")

HOSTILE = (
    "“<script>alert(1)</script> & <img src=x onerror=alert(2)>,” said Cleo Varga. "
    "She added that =1+1 is two."
)
FEBRUARY = (
    "“No troops will be sent,” Ada Moreau said. Bo Lindqvist said that Ada Moreau would accept "
    "troops in the end. He said that troops are needed."
)
UNDATED = "Ada Moreau has long said that troops are a threat. Buy our newsletter."


def articles() -> list[Extraction]:
    """Three articles: February, undated with a greyed part, and one that would break a page."""
    february = make_extraction(
        FEBRUARY,
        make_statement(
            FEBRUARY,
            "“No troops will be sent,”",
            ADA,
            said_on=day("2025-02-10"),
            cue="said",
            source="Ada Moreau",
            positions=[make_position(ADA, Stance.OPPOSES)],
        ),
        make_statement(
            FEBRUARY,
            "Ada Moreau would accept troops in the end",
            BO,
            said_on=day("2025-02-11", DateBasis.INFERRED),
            kind=StatementKind.INDIRECT,
            positions=[make_position(ADA, Stance.SUPPORTS, asserted_by=BO)],
        ),
        make_statement(
            FEBRUARY,
            "troops are needed",
            BO,
            said_on=day("2025-03-05"),
            kind=StatementKind.INDIRECT,
            positions=[make_position(BO, Stance.SUPPORTS)],
        ),
        title="What was said in February",
        outlet="The Gazette",
        address="https://gazette.example/february",
        file="a.txt",
    )
    undated = make_extraction(
        UNDATED,
        make_statement(
            UNDATED,
            "troops are a threat",
            ADA,
            kind=StatementKind.INDIRECT,
            positions=[make_position(ADA, Stance.OPPOSES)],
        ),
        title="An old position",
        outlet="The Courier",
        file="b.txt",
    )
    zones = (
        Zone(Span(0, UNDATED.index(" Buy")), ZoneRole.BODY),
        Zone(Span(UNDATED.index("Buy"), len(UNDATED)), ZoneRole.BOILERPLATE),
    )
    undated = _with_zones(undated, zones)
    hostile = make_extraction(
        HOSTILE,
        make_statement(
            HOSTILE,
            "“<script>alert(1)</script> & <img src=x onerror=alert(2)>,”",
            CLEO,
            said_on=day("2025-04"),
            positions=[make_position(CLEO, Stance.CONDITIONAL)],
        ),
        make_statement(HOSTILE, "=1+1 is two", CLEO, kind=StatementKind.INDIRECT),
        title='<b>Bold</b> & "quoted"',
        outlet="=cmd()",
        address="javascript:alert(3)",
        file="/srv/secret/c.txt",
    )
    return [february, undated, hostile]


def _with_zones(extraction: Extraction, zones: tuple[Zone, ...]) -> Extraction:
    return replace(extraction, text=replace(extraction.text, zones=zones))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes that take no tenth of a second each; tests/accounts tests those that are used."""
    with quick():
        yield


def fill(url: str) -> None:
    """Put what the directory knows and the three articles into a database."""
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(ADA, MUTE, SAM), [make_issue(), make_issue("other")])
    for extraction in articles():
        with sessions(engine, write=True) as session:
            save(session, extraction)
    engine.dispose()


@pytest.fixture(scope="session")
def settings(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that lead to a database with the three articles."""
    folder: Path = tmp_path_factory.mktemp("web")
    actors = folder / "actors.yaml"
    actors.write_text(
        "actors:\n"
        "- {slug: ada-moreau, name: Ada Moreau, kind: person, aliases: [A. Moreau]}\n"
        "- {slug: mute-person, name: Mute Person, kind: person}\n"
        "- {slug: sam-person, name: Sam Person, kind: person}\n"
    )
    return Settings(database_url=databases.filled(fill), actors_file=actors)


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """A client that does not follow redirects and shows every error that is not answered."""
    with TestClient(create_app(settings), follow_redirects=False) as made:
        yield made


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings that lead to a copy of that database, for one test alone that writes."""
    url = copy_for_a_test(settings.database_url, tmp_path / "own.db")
    return settings.model_copy(update={"database_url": url})


@pytest.fixture
def visitor(own: Settings) -> Iterator[TestClient]:
    """A client of the app on that copy."""
    with TestClient(create_app(own), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="session")
def ids(client: TestClient) -> dict[str, str]:
    """Ids of statements by the beginning of their words, and of articles by title."""
    found = {}
    for one in client.get("/index.json").json()["statements"]:
        found[one["content_text"][0][:12]] = one["id"]
        found[one["article"]["title"]] = one["article"]["id"]
    return found
