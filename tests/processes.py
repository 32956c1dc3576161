"""Other processes, for tests of what several do at once.

They are forked from one that has imported what they need: those that start from nothing take two
seconds each to import it. Nothing is connected, open or locked in the one they come from.
"""

from __future__ import annotations

import multiprocessing

APART = multiprocessing.get_context("forkserver")
APART.set_forkserver_preload(
    ["pytest", "hypothesis", "psycopg", "app.db.queries", "app.db.store", "tests.db.corpus"]
)
