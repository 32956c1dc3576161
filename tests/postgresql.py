"""A throw-away PostgreSQL server for the tests, and a database of its own for each.

The server is started once per process (so, once per worker of pytest-xdist), listens on a socket
in a temporary folder and on no port, and is gone afterwards.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

from app.db import migrate
from app.db.session import open_engine
from tests.databases import Databases, drop_copies

_USER = "onrecord"
PROGRAMS = Path("/usr/lib/postgresql")  # where Debian and Ubuntu keep them, out of PATH
# Nothing here needs to outlive a power cut.
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"


@dataclass
class Cluster:
    """A running server."""

    socket: Path
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://{_USER}@/{database}?host={self.socket}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of ``template``."""
        name = f"test_{next(self._numbers)}"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.socket), user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def running_cluster(
    *made: str, password: str | None = None, options: str = "-c listen_addresses=''"
) -> Iterator[Cluster]:
    """A server that runs until the block ends. Skips the test, or fails it in CI, without one.

    ``made``: more options of initdb. With a password it asks everybody for that, but for those who
    come by its socket.
    """
    programs = programs_folder()
    # Not pytest's own temporary folder: the server's user, if another, may not enter that.
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    owner = _unprivileged()
    if owner is not None:
        os.chown(folder, owner["user"], owner["group"])
    data = folder / "data"
    given = [*made, "-A", "trust"]
    if password is not None:
        file = folder / "password"
        file.write_text(password)
        given = [*made, "-A", "scram-sha-256", "--auth-local=trust", f"--pwfile={file}"]

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,  # the server inherits it; a pipe would never end
            stderr=subprocess.STDOUT,
            **(owner or {}),
        )

    try:
        call(
            "initdb", "-D", str(data), "-U", _USER, "-E", "UTF8",
            "--locale=C", "--no-sync", "--no-instructions", *given,
        )  # fmt: skip
        told = f"-c unix_socket_directories='{folder}' {_FAST} {options}"
        log = str(folder / "log")
        call("pg_ctl", "start", "-w", "-D", str(data), "-l", log, "-o", told)
        try:
            yield Cluster(folder)
        finally:
            call("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_replica(cluster: Cluster) -> Iterator[Cluster]:
    """A server that follows another, which streams to it, until the block ends."""
    programs = programs_folder()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-replica-"))
    owner = _unprivileged()
    if owner is not None:
        os.chown(folder, owner["user"], owner["group"])
    data = str(folder / "data")

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            **(owner or {}),
        )

    try:
        call(
            "pg_basebackup", "-h", str(cluster.socket), "-U", _USER, "-D", data,
            "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--wal-method=stream",
        )  # fmt: skip
        told = f"-c unix_socket_directories='{folder}' -c listen_addresses='' {_FAST}"
        call("pg_ctl", "start", "-w", "-D", data, "-l", str(folder / "log"), "-o", told)
        try:
            yield Cluster(folder)
        finally:
            call("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs_folder() -> Path:
    """The folder with initdb and pg_ctl, the newest if there are several."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(PROGRAMS.glob("*/bin"), key=_version, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    sentence = (
        "The tests on PostgreSQL need its server programs (initdb, pg_ctl): install the package"
        " 'postgresql' (Debian, Ubuntu, Homebrew) or 'postgresql-server' (Fedora)."
    )
    if os.environ.get("CI"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def _version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0


def _unprivileged() -> dict[str, Any] | None:
    """Whom the server runs as where the tests run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.fail("PostgreSQL refuses to run as root and there is no user 'postgres' or 'nobody'.")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for this process."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def migrated_template(cluster: Cluster) -> str:
    """The name of a PostgreSQL database with all tables and no rows, to be copied."""
    name = cluster.create()
    engine = open_engine(cluster.url(name))
    migrate.upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("template") / "onrecord.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session", params=_BOTH)
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """What makes databases that several tests share; each of these tests runs on both kinds."""
    folder = tmp_path_factory.mktemp("databases")
    if request.param == "sqlite":
        return Databases(folder)
    return Databases(folder, request.getfixturevalue("cluster"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Remove the copies of databases that the test has had."""
    try:
        return (yield)
    finally:
        drop_copies()


@pytest.fixture(params=_BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables; each test runs on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'onrecord.db'}"
        return
    server: Cluster = request.getfixturevalue("cluster")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with all tables and no rows; each test runs on both kinds."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'onrecord.db')}"
        return
    server: Cluster = request.getfixturevalue("cluster")
    name = server.create(request.getfixturevalue("migrated_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database with all tables and no rows; each test runs on both kinds."""
    made = open_engine(database_url)
    yield made
    made.dispose()
