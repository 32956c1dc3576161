"""Memory of a process that answers: bounds it sets itself, and those that a person has chosen."""

from __future__ import annotations

import ctypes
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING

from app.cli.serve_memory import bound_memory

if TYPE_CHECKING:
    import pytest


def test_what_a_person_has_chosen_for_memory_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, int] = {}
    library = SimpleNamespace(mallopt=told.__setitem__)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "mimalloc")
    monkeypatch.setenv("MALLOC_ARENA_MAX", "5")
    bound_memory()
    assert set(told) == {-3, -1}  # of mmap and of trimming
    assert os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "mimalloc"


def test_without_glibc_a_process_starts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "system")  # set back afterwards
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    bound_memory()
