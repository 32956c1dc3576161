"""One folder with a file of every kind and malformed ones among them, given to the job."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from app.db import queries
from app.db.session import sessions
from app.domain.runs import Outcome
from app.ingest import NOT_FETCHED, Here, Job, Recipe, Sourcing, extracting
from app.readers import Limits
from tests.factories import make_directory, make_issue
from tests.ingest.first_words import ADA, extract
from tests.readers.malformed import malformed, sound

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.extraction.parsing import Parser

LIMITS = Limits(max_text_bytes=100_000, max_document_bytes=500_000, max_seconds=10)


@pytest.fixture
def job(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr(extracting, "extract", extract)
    recipe = Recipe("", make_directory(ADA), (make_issue(),))
    parser: Parser = None  # type: ignore[assignment]
    return Job(engine, Sourcing(engine, LIMITS), recipe, Here(recipe, lambda: parser))


def test_every_file_is_accounted_for_and_a_second_run_stores_nothing(
    job: Job, tmp_path: Path
) -> None:
    whole = {f"sound.{ending}": content for ending, content in sound(3).items()}
    # Every seventh: some of each class. All of them are read in tests/readers/test_malformed.py.
    broken = dict(islice(malformed(2), 0, None, 7))
    for name, content in {**whole, **broken}.items():
        (tmp_path / name).write_bytes(content)

    items = list(job.run([tmp_path]))
    told: dict[str, list[Outcome]] = {}
    for item in items:
        name = item.source.removeprefix(f"{tmp_path}/").partition(": ")[0]
        told.setdefault(name, []).append(item.outcome)
        if item.outcome is Outcome.PUT_ASIDE:
            assert item.reason
            assert "report this" not in item.reason, item
    lists = {"sound.xml", "sound.sitemap"}  # they name articles and hold none
    for name in whole.keys() - lists:
        assert set(told[name]) - {Outcome.PUT_ASIDE}, f"nothing was stored of {name}"
    assert any(item.reason == NOT_FETCHED for item in items)
    unnamed = set(broken) - set(told)
    # What a list names is told by its address.
    assert len(unnamed) <= sum(name.endswith((".xml", ".sitemap", ".csv")) for name in broken)

    with sessions(job.engine) as session:
        (run,) = queries.runs(session)
    assert dict(run.outcomes) == dict.fromkeys(Outcome, 0) | Counter(item.outcome for item in items)

    again = list(job.run([tmp_path]))
    assert {item.outcome for item in again} <= {Outcome.UNCHANGED, Outcome.PUT_ASIDE}
    assert len(again) == len(items)
