"""``onrecord watch`` as a process: one at a time, ended by signals, killed."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from app.cli import main
from app.db import queries
from app.db.session import open_engine, sessions
from app.domain.runs import RunState
from tests.server import ONRECORD

if TYPE_CHECKING:
    from pathlib import Path

# Nothing inside a network is ever reached, so this is put aside without a request.
SOURCES = "every: 1 hour\nsources: ['http://127.0.0.1:9/feed']\n"


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    (folder / "watch.yaml").write_text(SOURCES)
    database = f"sqlite:///{folder}/onrecord.db"
    return subprocess.Popen(
        (*ONRECORD, "watch", "watch.yaml", "--database", database, *options),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    output, problems = process.communicate(timeout=120)
    return process.returncode, output + problems


def states(folder: Path) -> list[RunState]:
    engine = open_engine(f"sqlite:///{folder}/onrecord.db")
    with sessions(engine) as session:
        found = [run.state for run in queries.runs(session)]
    engine.dispose()
    return found


def test_one_at_a_time_ended_by_signals_or_killed(tmp_path: Path) -> None:
    assert end(start(tmp_path, "--once"))[0] == 1  # put aside
    first = start(tmp_path)
    while RunState.RUNNING not in states(tmp_path):
        assert first.poll() is None, end(first)
        time.sleep(0.1)

    status, told = end(start(tmp_path))
    assert status == 2
    assert "at work on this database already" in told
    assert f"process {first.pid} on " in told

    first.send_signal(signal.SIGTERM)
    status, told = end(first)
    assert status == 0, told
    assert "SIGTERM: this ends after the article in hand." in told
    assert "0 put aside; 0 statements" in told  # its hour has not passed
    assert states(tmp_path) == [RunState.FINISHED] * 2

    killed = start(tmp_path)
    while RunState.RUNNING not in states(tmp_path):
        assert killed.poll() is None, end(killed)
        time.sleep(0.1)
    killed.kill()
    end(killed)
    again = start(tmp_path)
    while states(tmp_path)[:2] != [RunState.RUNNING, RunState.INTERRUPTED]:
        assert again.poll() is None, end(again)
        time.sleep(0.1)
    again.send_signal(signal.SIGINT)
    assert end(again)[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources: [feed.xml]", "source 1 (feed.xml): 'address' must begin with http://"),
        ("every: soon\nsources: ['https://a.example']", "'every' must be a time"),
    ],
)
def test_a_file_that_is_wrong_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "watch.yaml").write_text(text)
    result = CliRunner().invoke(main, ["watch", str(tmp_path / "watch.yaml")])
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output
