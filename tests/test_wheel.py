"""The built wheel carries everything and works from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.server import free_port, running

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)),
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_it_carries_every_resource_that_the_repository_has(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("app/") for name in archive.namelist()}
    tracked = subprocess.run(
        ("git", "ls-files", "templates", "static", "migrations", "seeds"),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    missing = {name for name in tracked if name} - carried
    assert not missing


def test_it_ingests_and_serves_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    subprocess.run(
        (
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--no-index",
            "--target",
            str(installed),
            str(wheel),
        ),
        check=True,
        capture_output=True,
    )
    environment = os.environ | {"PYTHONPATH": str(installed)}
    where = subprocess.run(
        (sys.executable, "-c", "import app; print(app.__file__)"),
        cwd=empty,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert where.startswith(str(installed)), "the checkout must not answer for the wheel"

    port = free_port()
    program = (sys.executable, str(installed / "bin" / "onrecord"))
    arguments = ("demo", "--port", str(port))
    with running(
        arguments, port, empty, environment={"PYTHONPATH": str(installed)}, program=program
    ) as address:
        with urllib.request.urlopen(f"{address}/compare") as answer:
            assert answer.status == 200
            assert "Peskov" in answer.read().decode()
        with urllib.request.urlopen(f"{address}/articles.json") as answer:
            assert answer.headers["content-type"].startswith("application/json")
