"""``onrecord coding``: drawn, taken out, brought back, compared; reviews by file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.cli import main
from app.coding.codes import Answer
from app.coding.forms import from_csv, from_jsonl
from app.db.queries import coding
from app.db.session import open_engine, sessions
from app.db.store.coding import record_answer
from app.db.tables import StatementRow
from tests.told import fill

if TYPE_CHECKING:
    from pathlib import Path

CHOICE = "/compare?undated=show"


@pytest.fixture
def url(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    fill(database_url)
    (tmp_path / "test.db").write_bytes(b"\x00\xff\xfe")  # a file that is no text
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    return database_url


def call(*arguments: str, status: int = 0) -> Result:
    answer = CliRunner().invoke(main, ["coding", *arguments])
    assert answer.exit_code == status, answer.output
    return answer


def drawn(name: str = "First") -> None:
    call("sample", name, "--size", "2", "--seed", "4", "--coder", "Kim", "--coder", "Lee")


def coded(url: str, coder: int, stance: str) -> None:
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sample = coding.sample_named(session, "First")
        assert sample is not None
        for place in (1, 2):
            record_answer(session, sample, place, coder, Answer(actor="Ada Moreau", stance=stance))
    engine.dispose()


@pytest.mark.parametrize("form", ["csv", "jsonl", "qdpx"])
def test_what_is_taken_out_comes_back_as_the_others_codings(
    url: str, tmp_path: Path, form: str
) -> None:
    drawn()
    coded(url, 1, "opposes")
    file = tmp_path / f"codings.{form}"
    call("export", str(file), "--sample", "First")
    assert (
        "not by Zoe"
        in call("import", str(file), "--sample", "First", "--coder", "Zoe", status=1).output
    )
    assert "Both have to code" in call("agreement", "First", status=1).output
    assert (
        "2 codings stored; 0 things"
        in call("import", str(file), "--sample", "First", "--coder", "Lee").output
    )
    told = json.loads(call("agreement", "First", "--json").output)
    assert {one["per_cent"] for one in told["variables"]} == {100.0}
    shown = call("agreement", "First").output
    assert "differ in 0" in shown
    assert "only one value" in shown
    assert "First: 2 of" in call("sample").output
    assert (
        "closed"
        in call(
            "import", str(file), "--sample", "First", "--coder", "Lee", "--from", "Kim", status=1
        ).output
    )


def test_codings_of_several_must_be_chosen_from(url: str, tmp_path: Path) -> None:
    drawn()
    coded(url, 1, "opposes")
    coded(url, 2, "supports")
    call("export", "c.csv", "--sample", "First")
    assert {one.coder for one in from_csv((tmp_path / "c.csv").read_text()).codings} == {
        "Kim",
        "Lee",
    }
    call("sample", "Second", "--size", "2", "--seed", "4", "--coder", "A", "--coder", "B")
    refused = call("import", "c.csv", "--sample", "Second", "--coder", "A", status=1)
    assert "--from" in refused.output
    call("import", "c.csv", "--sample", "Second", "--coder", "A", "--from", "Lee")
    out = call("export", "-", "--sample", "Second", "--form", "jsonl").output
    assert {one.answer.stance for one in from_jsonl(out).codings} == {"supports"}


def test_codings_made_elsewhere_become_reviews_with_their_history(url: str, tmp_path: Path) -> None:
    drawn()
    coded(url, 1, "noncommittal")
    call("export", "c.csv", "--sample", "First")
    answer = call("import", "c.csv", "--as-reviews", "--coder", "Kim")
    assert "2 codings stored" in answer.output
    call("export", "reviewed.jsonl")
    back = from_jsonl((tmp_path / "reviewed.jsonl").read_text()).codings
    assert {(one.coder, one.answer.stance) for one in back} == {("Kim", "noncommittal")}
    # And what was exported comes in again as what it is: a person has agreed with all of it.
    call("import", "reviewed.jsonl", "--as-reviews", "--coder", "Kim")
    call("export", "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "reviewed.jsonl").read_bytes()
    engine = open_engine(url)
    with sessions(engine) as session:
        by = set(session.scalars(select(StatementRow.decided_by)))
    engine.dispose()
    assert "editor Kim" in by


def test_what_is_wrong_is_told_and_the_rest_is_stored(url: str, tmp_path: Path) -> None:
    drawn()
    coded(url, 1, "opposes")
    call("export", "c.csv", "--sample", "First")
    text = (tmp_path / "c.csv").read_text().replace('"opposes"', '"likes"', 1)
    (tmp_path / "c.csv").write_text(text + '"0000000000000","","Kim","","","","","supports"\r\n')
    answer = call("import", "c.csv", "--sample", "First", "--coder", "Lee", status=1)
    assert "“likes” is no stance" in answer.output
    assert "not in this sample" in answer.output
    assert "1 codings stored" in answer.output


@pytest.mark.parametrize(
    ("arguments", "told", "status"),
    [
        (["agreement", "None"], "There is no sample", 1),
        (["export", "x.docx"], "Which form", 2),
        (["import", "test.db", "--form", "qdpx", "--as-reviews", "--coder", "Kim"], "no REFI", 1),
        (["import", "test.db", "--form", "csv", "--as-reviews", "--coder", "Kim"], "UTF-8", 1),
        (["import", "test.db", "--form", "csv"], "--sample NAME", 2),
        (["sample", "X", "--coder", "Kim"], "two people", 1),
        (["sample", "X", "--choice", "/compare?actor=nobody"], "No actor", 1),
    ],
)
def test_wrong_calls_are_answered_in_words(
    url: str, arguments: list[str], told: str, status: int
) -> None:
    assert told in call(*arguments, status=status).output
