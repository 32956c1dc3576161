"""Fixtures for all tests, and what runs on which database.

Tests of app/db, of pages and of the API run on SQLite and on PostgreSQL (``engine``,
``database_url``, ``empty_url`` and ``databases`` of tests/postgresql.py), but for those that are of
one of them: of files, of two servers. So do those of ingesting and of the commands for accounts,
coding, gold files and issues; the other commands keep their library where they are called, in
SQLite. A browser sees the seeds from SQLite, as ``make run`` serves them, and libraries of a test's
own from PostgreSQL.
"""

from __future__ import annotations

import gc
import os

# Before numpy is loaded, here and in what tests start. The products of our parser are small, and
# its helping threads would spin on the cores on which the other workers run: five times the time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["tests.postgresql"]


def pytest_collection_finish() -> None:
    """Leave the thousands of tests that were found, and all modules, out of looking for garbage.

    They were a quarter of the time of the tests of pages. What tests leave behind is still found,
    though less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure() -> None:
    """At the end all is garbage; libraries that count what they made would miss it."""
    gc.unfreeze()


def pytest_make_parametrize_id(config: object, val: object, argname: str) -> str | None:
    """What stands for a parameter in a test's name; None leaves it to pytest.

    Packed bytes hold the time of packing, and workers that run the tests side by side must
    all find the same names.
    """
    return argname if isinstance(val, bytes) else None
