"""docker-compose.yml as far as it can be checked without an engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from app.cli import main

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    found: dict[str, Any] = compose["services"]
    return found


def test_every_service_tells_whether_it_is_well_and_comes_back(services: dict[str, Any]) -> None:
    for service in services.values():
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"


def test_the_app_waits_for_a_database_that_is_well(services: dict[str, Any]) -> None:
    assert services["app"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_what_the_image_copies_exists(services: dict[str, Any]) -> None:
    dockerfile = services["app"]["build"]["dockerfile_inline"]
    lines = re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE)
    copied = [name for line in lines for name in line.split()]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name


def test_the_app_is_started_by_a_command_that_exists_with_options_that_exist(
    services: dict[str, Any],
) -> None:
    command, *arguments = services["app"]["command"]
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0
    for option in (word for word in arguments if word.startswith("--")):
        assert option in shown.output


def test_no_password_is_written_down_and_nothing_but_the_app_is_published(
    services: dict[str, Any],
) -> None:
    assert services["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${")
    assert "ports" not in services["database"]
    assert all(port.startswith("127.0.0.1:") for port in services["app"]["ports"])
