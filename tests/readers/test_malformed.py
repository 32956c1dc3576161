"""Hundreds of malformed files beside sound ones: each accounted for, bounded, and nothing lost."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.domain.captures import Link
from app.readers import Limits, read, shown
from tests.readers.malformed import malformed, sound, special

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(max_text_bytes=2_000_000, max_document_bytes=30_000_000, max_seconds=10)
LEAST_FILES, LEAST_CLASSES = 300, 20
MOST_SECONDS = 120  # for what one file gives; the limit, and what starting a new process takes
MOST_MEMORY = 600  # MB more than before, in this process


def test_each_malformed_file_is_accounted_for_and_costs_no_other(tmp_path: Path) -> None:
    classes: Counter[str] = Counter()
    for name, content in malformed(1):
        (tmp_path / name).write_bytes(content)
        classes[name.partition(".")[0].partition("-")[0]] += 1
    special(tmp_path / "special")
    (tmp_path / "zz").mkdir()
    for ending, content in sound(2).items():
        (tmp_path / "zz" / f"sound.{ending}").write_bytes(content)
    assert sum(classes.values()) >= LEAST_FILES
    assert len(classes) >= LEAST_CLASSES

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    met: set[str] = set()
    held: set[str] = set()
    started = time.monotonic()
    for found in read(tmp_path, limits=LIMITS):
        assert time.monotonic() - started < MOST_SECONDS, found
        source = found.found_in if isinstance(found, Link) else _name(found)
        name = source.removeprefix(f"{tmp_path}{os.sep}").partition(": ")[0]
        met.add(name)
        if isinstance(found, Article):
            assert found.body.strip()
            assert "root:" not in found.body, "it read a file that a file named"
            found.body.encode("utf-8", "surrogatepass")
        elif not isinstance(found, Link):
            assert found.reason.endswith((".", ")")), found
            assert "report this" not in found.reason, found
            assert "failed on it" not in found.reason, found
        if not isinstance(found, Exception) and name.startswith("zz"):
            held.add(name)
        started = time.monotonic()
    unit = 1 if sys.platform == "darwin" else 1024
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit / 1e6
    assert grown < MOST_MEMORY
    assert held == {f"zz/sound.{ending}" for ending in sound(2)}
    given = {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if not each.is_dir()}
    assert not {shown(name) for name in given} - met


def _name(found: object) -> str:
    name = getattr(found, "file", None) or getattr(found, "source", "")
    assert isinstance(name, str)
    return name
