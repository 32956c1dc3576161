"""Coding by two as editors do it: drawn, coded blind, compared, decided, taken away in files."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from app.coding.forms import from_csv, from_jsonl
from app.db.queries import coding
from app.db.session import open_engine, sessions
from app.db.store import accounts as stored
from app.db.tables import ActorRow, PositionRow, StatementRow
from app.domain.accounts import Role
from app.main import create_app
from tests.web.asking import TestClient
from tests.web.people import PASSWORD, copied, hashed
from tests.web.test_pages import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response
    from sqlalchemy import Engine

    from app.config import Settings

HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings that lead to a database of this test alone, with three editors and a reader."""
    mine = copied(settings, tmp_path)
    engine = open_engine(mine.database_url)
    with sessions(engine, write=True) as session:
        for name, role in (
            ("Kim", Role.EDITOR), ("Lee", Role.EDITOR), ("Ann", Role.ADMIN), ("Rea", Role.READER),
        ):  # fmt: skip
            stored.add_user(session, name, role, datetime.now(UTC), password=hashed())
    engine.dispose()
    return mine


@pytest.fixture
def engine(own: Settings) -> Iterator[Engine]:
    made = open_engine(own.database_url)
    yield made
    made.dispose()


class Person:
    """Somebody who is signed in, with their own cookies."""

    def __init__(self, app: object, name: str | None) -> None:
        self.client = TestClient(app, follow_redirects=False)  # type: ignore[arg-type]
        if name:
            page = self.client.get("/sign-in")
            sent = {"name": name, "password": PASSWORD, "csrf_token": _token(page.text)}
            answer = self.client.post("/sign-in", data=sent, headers=HERE)
            assert answer.status_code == 303, answer.text

    def get(self, address: str) -> Response:
        answer: Response = self.client.get(address)
        return answer

    def post(self, address: str, **fields: str) -> Response:
        token = _token(self.get("/coding").text)
        answer: Response = self.client.post(
            address, data={"csrf_token": token} | fields, headers=HERE
        )
        return answer


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]*)"', page)
    return found[1] if found else ""


@pytest.fixture
def people(own: Settings) -> Iterator[dict[str, Person]]:
    app = create_app(own)
    with TestClient(app):
        yield {name or "nobody": Person(app, name) for name in ("Kim", "Lee", "Ann", "Rea", None)}


def drawn(people: dict[str, Person], size: str = "3", **fields: str) -> str:
    """The address of a new sample for Kim and Lee."""
    page = people["Ann"].get("/coding").text
    numbers = dict(re.findall(r'<option value="(\d+)"[^>]*>(\w+)</option>', page))
    by_name = {name: number for number, name in numbers.items()}
    sent = {
        "name": "First", "choice": "/compare", "size": size, "seed": "7", "strata": "none",
        "one": by_name["Kim"], "other": by_name["Lee"],
    } | fields  # fmt: skip
    answer = people["Ann"].post("/coding", **sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def code_all(person: Person, address: str, **answer: str) -> str:
    """Code until the end; where it led at last."""
    place = person.get(f"{address}/code").headers["Location"]
    for _ in range(9):
        place = person.post(place, **answer).headers["Location"]
        if place == address:
            break
    return place


def test_editors_draw_code_compare_and_decide(people: dict[str, Person], engine: Engine) -> None:
    address = drawn(people)
    kim, lee, ann = people["Kim"], people["Lee"], people["Ann"]
    page = kim.get(address).text
    assert "Code 3 more" in page
    assert ann.get(f"{address}/agreement").status_code == 409
    assert "Choose a stance" in kim.post(f"{address}/code/1", actor="Bo Lindqvist").text
    assert code_all(kim, address, stance="opposes", actor="Ada Moreau", kind="direct") == address
    assert kim.get(f"{address}/agreement").status_code == 409
    assert code_all(lee, address, stance="supports", actor="ada moreau", kind="direct") == address

    closed = kim.post(f"{address}/code/1", stance="supports")
    assert closed.status_code == 400
    assert "closed" in closed.text
    shown = ann.get(f"{address}/agreement")
    assert shown.status_code == 200
    words = " ".join(re.sub(r"<[^>]+>", " ", shown.text).split())
    assert "In 3 of 3 statements; 3 not decided yet" in words
    assert "Kim: opposes" in words
    assert "Lee: supports" in words
    data = ann.get(f"{address}/agreement.json").json()
    told = {one["variable"]: one for one in data["variables"]}
    assert (told["stance"]["alike"], told["actor"]["alike"], told["stance"]["n"]) == (0, 3, 3)

    assert "Say why" in ann.post(f"{address}/decide/1", stance="1").text
    assert "Choose one" in ann.post(f"{address}/decide/1", reason="So.").text
    answer = ann.post(f"{address}/decide/1", stance="1", reason="It is a plain no.")
    assert answer.status_code == 303, answer.text
    with sessions(engine) as session:
        first = coding.compared(session, 1)[0]
        assert first.decision is not None
        assert first.decision.revision is not None
        row = session.get(StatementRow, first.passage.statement)
        assert row is not None
        assert row.decided_by == "editor Ann"
        stances = session.scalars(
            select(PositionRow.stance).where(PositionRow.statement_id == row.id)
        ).all()
        assert stances == ["opposes"]
        speaker = session.scalar(select(ActorRow.slug).where(ActorRow.id == row.actor_id))
        assert speaker == "ada-moreau"
    assert (
        "Decided by Ann, and the statement changed accordingly"
        in ann.get(f"{address}/agreement").text
    )


def test_a_decision_that_a_statement_cannot_have_is_kept_and_told(
    people: dict[str, Person], engine: Engine
) -> None:
    address = drawn(people, "1")
    code_all(people["Kim"], address, stance="opposes", actor="Somebody New")
    code_all(people["Lee"], address, stance="supports", actor="Ada Moreau")
    answer = people["Ann"].post(
        f"{address}/decide/1", stance="1", actor="1", holder="1", reason="x"
    )
    assert answer.status_code == 400
    assert "the statement was not changed" in answer.text
    assert "Somebody New" in answer.text
    with sessions(engine) as session:
        (one,) = coding.compared(session, 1)
        assert one.decision is not None
        assert one.decision.revision is None
        assert not session.scalars(
            select(StatementRow).where(StatementRow.decided_by == "editor Ann")
        ).all()


def seen(person: Person, page: str) -> str:
    """A page but for what belongs to each form anew."""
    return re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", person.get(page).text)


def test_the_page_to_code_is_the_same_whatever_machine_and_other_made_of_it(
    people: dict[str, Person], engine: Engine
) -> None:
    address = drawn(people)
    kim = people["Kim"]
    pages = [f"{address}/code/{place}" for place in (1, 2, 3)]
    before = [seen(kim, page) for page in pages]
    code_all(people["Lee"], address, stance="conditional", actor="Sam Person", note="A secret.")
    with sessions(engine, write=True) as session:
        ids = [one.statement for one in coding.passages(session, 1)]
        other = session.scalar(select(ActorRow.id).where(ActorRow.slug == "mute-person"))
        session.execute(
            update(StatementRow).where(StatementRow.id.in_(ids)).values(
                actor_id=other, kind="mixed", confidence=0.02, reasons=["Zebra."],
                said_edtf="1999", said_basis="inferred", decided_by="machine zebra",
                cue_start=None, cue_end=None, cue_text=None,
                source_start=None, source_end=None, source_text=None,
            )
        )  # fmt: skip
        session.execute(
            update(PositionRow)
            .where(PositionRow.statement_id.in_(ids))
            .values(stance="noncommittal", scope="other", holder_id=other, review=["Zebra."])
        )
    assert [seen(kim, page) for page in pages] == before
    for page, identifier in zip(before, ids, strict=True):
        # Nor does it lead to where the answers are.
        assert identifier not in page
        assert 'href="/statements' not in page
        assert 'href="/articles/' not in page
        assert not re.search(r"<input[^>]* checked", page)


def test_one_sees_ones_own_answer_again_and_nobody_elses(people: dict[str, Person]) -> None:
    address = drawn(people)
    kim, lee, ann = people["Kim"], people["Lee"], people["Ann"]
    kim.post(f"{address}/code/2", stance="opposes", actor="Ada Moreau", note="Mine.")
    again = kim.get(f"{address}/code/2").text
    assert 'value="Mine."' in again
    assert 'value="Ada Moreau"' in again
    assert re.search(r'value="opposes"[^>]*checked', again)
    assert "Mine." not in lee.get(f"{address}/code/2").text
    assert ann.get(f"{address}/code/2").status_code == 404
    assert kim.get(f"{address}/code/{'9' * 25}").status_code == 404
    assert len(from_csv(kim.get(f"{address}.csv").text).codings) == 1
    for other in (lee, ann):
        assert from_csv(other.get(f"{address}.csv").text).codings == ()


def test_files_of_a_sample_come_back_as_they_were(people: dict[str, Person]) -> None:
    address = drawn(people)
    for name in ("Kim", "Lee"):
        code_all(people[name], address, stance="opposes", actor="Ada Moreau", note=f"=by {name}")
    ann = people["Ann"]
    sheet = from_csv(ann.get(f"{address}.csv").text)
    lines = from_jsonl(ann.get(f"{address}.jsonl").text)
    assert len(sheet.codings) == 6
    assert sheet == lines
    answer = ann.get(f"{address}.qdpx")
    assert answer.headers["Content-Disposition"].endswith('sample-1.qdpx"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "project.qde" in archive.namelist()
    assert ann.get(f"{address}.docx").status_code == 404
    for form in ("csv", "jsonl", "qdpx"):
        assert ann.get(f"/coding/reviewed.{form}").status_code == 200


def test_who_may_do_what(people: dict[str, Person]) -> None:
    address = drawn(people)
    nobody, reader = people["nobody"], people["Rea"]
    for page in ("/coding", address, f"{address}/code/1", f"{address}/agreement",
                 f"{address}.csv", f"{address}/codebook.md", "/coding/reviewed.csv"):  # fmt: skip
        assert nobody.get(page).status_code in {303, 401}
        assert reader.get(page).status_code == 403
    for page in (address + "/code/1", address + "/decide/1", "/coding"):
        assert nobody.client.post(page, headers=HERE).status_code in {303, 401}
        assert people["Kim"].client.post(page, data={"stance": "opposes"}).status_code == 403
    assert nobody.get("/coding/codebook").status_code == 200
    for missing in ("/coding/99", "/coding/99999999999999999999", f"{address}/code/44"):
        assert people["Kim"].get(missing).status_code == 404


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"size": "many"}, "in digits"),
        ({"seed": "-4"}, "seed"),
        ({"strata": "moon"}, "in digits"),
        ({"name": ""}, "name"),
        ({"choice": "/compare?actor=nobody-known"}, "No actor"),
        ({"choice": "/compare?from=2024-13"}, "2024-13"),
        ({"choice": "/compare?q=zebra"}, "Nothing is there"),
        ({"one": "999"}, "two editors"),
    ],
)
def test_a_wrong_form_is_shown_again_with_what_was_written(
    people: dict[str, Person], fields: dict[str, str], told: str
) -> None:
    ann = people["Ann"]
    editors = re.findall(r'<option value="(\d+)"', ann.get("/coding").text)
    sent = {"name": "Again & again", "choice": "/compare", "size": "2", "seed": "1",
            "strata": "none", "one": editors[1], "other": editors[2]} | fields  # fmt: skip
    answer = ann.post("/coding", **sent)
    assert answer.status_code == 400
    assert told in answer.text
    if "name" not in fields:
        assert 'value="Again &amp; again"' in answer.text


def test_the_codebook_is_a_page_and_markdown(people: dict[str, Person]) -> None:
    nobody = people["nobody"]
    page = nobody.get("/coding/codebook").text
    assert Reader(page).tags.count("h1") == 1
    text = nobody.get("/coding/codebook.md").text
    for piece in ("Troops should be sent.", "Weapons.", "off the issue"):
        assert piece in text
    version = re.search(r"<code>([0-9a-f]{12})</code>", page)
    assert version
    assert version[1] in text
    assert nobody.get("/coding/codebook?issue=none").status_code == 404


def test_pages_hold_nothing_of_an_article_as_markup(people: dict[str, Person]) -> None:
    address = drawn(people, "9")
    pages = [people["Kim"].get(f"{address}/code/{place}").text for place in range(1, 6)]
    hostile = [page for page in pages if "alert(1)" in page]
    assert hostile
    for page in hostile:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "javascript:" not in page
