"""Machine: on what figures were taken, and of which state of the project."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Engine

_OURS = ("fastapi", "starlette", "uvicorn", "sqlalchemy", "jinja2", "psycopg", "numpy")
_PEERS = ("datasette", "fastapi", "uvicorn", "uvloop", "httptools", "sqlalchemy", "jinja2")


def described(engine: Engine, python: Path, client: str) -> dict[str, Any]:
    """The machine, what runs on it, and what asks. ``python`` is that of the peers."""
    found: dict[str, Any] = {
        "processor": _line("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "ours": {name: version(name) for name in _OURS},
        "peers": _versions(python),
        "client": client,
        "commit": _commit(),
    }
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            found["postgresql"] = str(connection.scalar(text("SHOW server_version")))
            found["postgresql_settings"] = {
                name: str(connection.scalar(text(f"SHOW {name}")))
                for name in ("shared_buffers", "fsync", "synchronous_commit", "jit")
            }
    return found


def _line(file: str, name: str) -> str:
    for line in Path(file).read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""


def _versions(python: Path) -> dict[str, str]:
    asks = f"from importlib.metadata import version as v; [print(n, v(n)) for n in {_PEERS!r}]"
    done = subprocess.run((python, "-c", asks), capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines())


def _commit() -> str:
    """The commit, and a plus where files that are run differ from it."""
    here = Path(__file__).parent

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ("git", *arguments), cwd=here, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", ":/app", ":/templates")
    return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")
