"""What a person sets is what holds."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from app.config import Settings
from app.fetching import Bounds

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_settings_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a .env lies in the working folder


def test_the_bounds_are_those_of_the_settings() -> None:
    assert Bounds.of(Settings()) == Bounds()


def test_each_bound_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = [name for name in Settings.model_fields if name.startswith("fetch_")]
    assert len(settings) == len(fields(Bounds))
    for name in settings:
        monkeypatch.setenv(f"ONRECORD_{name.upper()}", "7")
    changed = Bounds.of(Settings())
    assert [str(getattr(changed, field.name)).removesuffix(".0") for field in fields(Bounds)] == [
        "7"
    ] * len(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_BYTES", "0"),
        ("TIMEOUT", "inf"),
        ("TIMEOUT", "nan"),
        ("READ_TIMEOUT", "0"),
        ("TRIES", "0"),
        ("DELAY", "-1"),
        ("CONTACT", "me\r\nX-Evil: 1"),
    ],
)
def test_what_cannot_hold_cannot_be_set(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ONRECORD_FETCH_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
