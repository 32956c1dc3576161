"""``onrecord serve``: the pages, by uvicorn."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import click
import uvicorn

from app.cli.options import database_option, host_option, port_option, settings
from app.db import migrate
from app.db.session import open_engine
from app.errors import SetupError

if TYPE_CHECKING:
    from app.config import Settings


@click.command
@host_option
@port_option
@database_option
def command(host: str, port: int, database: str | None) -> None:
    """Serve the pages until Ctrl-C."""
    chosen = settings(database)
    engine = open_engine(chosen.database_url)
    try:
        migrate.upgrade(engine)
    finally:
        engine.dispose()
    serve(chosen, host, port)


def serve(chosen: Settings, host: str, port: int) -> None:
    """Serve until interrupted. Raises SetupError when the port cannot be had."""
    listener = _listen(host, port)
    # The application is made by its factory, in this process or, one day, in several: what was
    # chosen here reaches it as every setting does.
    os.environ["ONRECORD_DATABASE_URL"] = chosen.database_url
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"On Record is at http://{shown}:{listener.getsockname()[1]} (Ctrl-C stops it).")
    config = uvicorn.Config("app.main:create_app", factory=True, log_level="warning")
    with suppress(KeyboardInterrupt):  # Ctrl-C is how a person ends it: nothing went wrong
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, taken before uvicorn starts: it would end the process on failure."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SetupError(
            f"Nothing can be served on {host}, port {port}: {reason}. Give another --port."
        ) from error
    # asyncio does this only for sockets made with an explicit protocol number; without it every
    # answer on a kept-alive connection waits 40 ms for the client's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
