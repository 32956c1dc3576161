"""What a person can set or call is documented."""

from __future__ import annotations

from pathlib import Path

from app.cli import main
from app.config import Settings

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_opens_with_the_two_commands() -> None:
    first = [line for line in (ROOT / "README.md").read_text().splitlines() if line][1:3]
    assert [line.split("#")[0].strip() for line in first] == ["make run", "make test"]


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text()
    for name, field in Settings.model_fields.items():
        rows = [line for line in readme.splitlines() if f"`ONRECORD_{name.upper()}`" in line]
        assert len(rows) == 1, f"ONRECORD_{name.upper()} is not in the table of settings"
        if field.default is not None:
            assert f"`{field.default}`" in rows[0]


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for name in main.commands:
        assert f"`onrecord {name}" in readme, f"onrecord {name} is not in the README"
