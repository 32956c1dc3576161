"""Migrations at run time: which revision a database has, and bringing it to the newest.

The scripts are in migrations/ (in a wheel: app/migrations); no alembic.ini is needed.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.config import resource_folder
from app.db.session import writing
from app.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

# Any number that no other program on the same server takes for a lock of its own: "onrecord".
_LOCK = int.from_bytes(b"onrecord", "big")
# What exists in one of the two databases only, made by hand in the migrations.
_FULL_TEXT = ("statement_fts", "article_fts")
# The revision of a database into which another is being copied (app/db/copying_state.py).
UNFINISHED = "unfinished copy"
UNFINISHED_SENTENCE = "an unfinished copy; the same 'onrecord db copy' goes on with it."


@cache  # it reads all scripts, and those of an installation do not change under a process
def newest() -> str:
    """The revision that this installation's tables are of."""
    return str(_scripts().get_current_head())


def current(engine: Engine) -> str | None:
    """The revision of the database, or None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the tables are there and as this installation needs them."""
    return current(engine) == newest()


def outdated(shown: str, found: str) -> str:
    """The sentence for a database of another revision than this installation's."""
    return (
        f"{shown} is of revision {found} and this On Record of {newest()}: 'onrecord migrate"
        " --database ADDRESS' brings an older one up to date."
    )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision; nothing happens when it is there.

    All or nothing, and safe when several processes do it at once. Raises SetupError when a newer
    On Record has made the database.
    """
    found = current(engine)
    if found == UNFINISHED:
        raise SetupError(f"The database is {UNFINISHED_SENTENCE}")
    if found is not None and found not in _known():
        raise SetupError(
            f"The database was made by a newer version of On Record (its revision is {found});"
            " install that version or use another database."
        )
    if revision == "head" and found == newest():
        return
    with _alone(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the database back to an older revision; what that one cannot hold is lost."""
    with _alone(engine) as connection:
        command.downgrade(_config(connection), revision)


def include_object(
    _object: object, name: str | None, kind: str, _reflected: object, _compared: object
) -> bool:
    """Whether autogenerate shall look at it: full text is made by hand, in each database's way."""
    if kind == "table":
        return name is None or not name.startswith(_FULL_TEXT)
    return not (kind in {"column", "index"} and name is not None and "words_vector" in name)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other process migrates."""
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
        return
    # SQLite makes a table anew to change it; with foreign keys on, dropping the old one would
    # delete what refers to it. The setting cannot be changed inside a transaction.
    with engine.connect() as outer:
        raw = outer.connection.driver_connection
        assert raw is not None  # noqa: S101 - just connected
        options = {"onrecord_writes": True}
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with outer.execution_options(**options) as connection, connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise SetupError(f"The migration would break {len(broken)} references.")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_folder("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def options(connection: Connection) -> dict[str, Any]:
    """How alembic compares and changes a database; for migrations/env.py and the tests."""
    return {
        "render_as_batch": connection.dialect.name == "sqlite",
        "include_object": include_object,
        "compare_type": True,
        "transactional_ddl": True,
    }
