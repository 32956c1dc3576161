"""``onrecord serve``: the pages, by uvicorn, from one process or several."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING

import click

from app.cli.options import database_option, host_option, port_option, settings
from app.cli.serve_workers import Workers, counting_together
from app.db import migrate
from app.db.session import open_engine
from app.errors import SetupError
from app.web.request_log import log_lines

if TYPE_CHECKING:
    from app.config import Settings

_LINE = 2048  # connections that wait to be taken


@click.command
@host_option
@port_option
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="How many processes answer.",
)
@database_option
def command(host: str, port: int, workers: int, database: str | None) -> None:
    """Serve the pages until Ctrl-C.

    SIGTERM ends it once the requests in flight are answered. With several workers SIGHUP replaces
    them one after the other, without a failed request.
    """
    chosen = settings(database)
    engine = open_engine(chosen.database_url)
    try:
        migrate.upgrade(engine)
    finally:
        engine.dispose()
    serve(chosen, host, port, workers)


def serve(chosen: Settings, host: str, port: int, workers: int = 1) -> None:
    """Serve until interrupted. Raises SetupError when the port cannot be had."""
    verbose = logging.getLogger("app").isEnabledFor(logging.DEBUG)
    with _listen(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}"
        # What was chosen here reaches the other processes as every setting does.
        os.environ["ONRECORD_DATABASE_URL"] = chosen.database_url
        if workers == 1:
            # Not at the top: what watches over several has no need of the app and its 100 MB.
            from app.cli.serve_worker import run, start  # noqa: PLC0415

            app = start(chosen, verbose, 1)
            click.echo(f"On Record is at {address} (Ctrl-C stops it).")
            run(app, listener)
            return
        log_lines(chosen, 0, verbose=verbose)
        with counting_together(chosen) as gone:
            Workers(listener, workers, chosen.stop_seconds, verbose, gone).run(
                lambda: click.echo(
                    f"On Record is at {address}, {workers} processes (Ctrl-C stops it)."
                )
            )


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, taken before anything else is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_LINE)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SetupError(
            f"Nothing can be served on {host}, port {port}: {reason}. Give another --port."
        ) from error
    # asyncio does this only for sockets made with an explicit protocol number; without it every
    # answer on a kept-alive connection waits 40 ms for the client's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
