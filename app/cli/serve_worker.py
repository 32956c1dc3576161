"""Worker: one process that answers, started by ``onrecord serve`` or being it."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

import click
import uvicorn

from app.cli.options import settings
from app.cli.serve_load import Load
from app.cli.serve_memory import bound_memory
from app.cli.serve_server import Server
from app.cli.serve_workers import READY, REPLACED
from app.errors import OnRecordError
from app.web.request_log import log_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from app.config import Settings

_APP = "app.main"  # by name, as servers have it: the app stands beside the commands
# Nearly all that a page makes goes without Python's collector as soon as it is sent. So the
# collector looks for cycles once for some five pages, and not at 700 objects four times for each.
_LOOKS_AFTER = (10_000, 20, 20)


def run(
    app: FastAPI,
    listener: socket.socket,
    *,
    started_on: Callable[[], None] = lambda: None,
    lifeline: int | None = None,
    load: Load | None = None,
    number: int = 1,
) -> None:
    """Answer requests until told to end. ``lifeline`` is a file that ends when its opener does."""
    site = app.state.site

    def started() -> None:
        # What the app has made so far stays for good: looking through it stops all for 0.1 s.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_LOOKS_AFTER)
        if lifeline is not None:
            loop = asyncio.get_running_loop()
            loop.add_reader(lifeline, server.handle_exit, signal.SIGTERM, None)
        started_on()

    server = Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=site.settings.stop_seconds,
        ),
        listener,
        load=load,
        number=number,
        started_on=started,
        closing_on=site.end,
    )
    signal.signal(REPLACED, server.leave)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how a person ends it: nothing went wrong
        server.run()


def start(chosen: Settings, verbose: bool, number: int) -> FastAPI:  # noqa: FBT001 - passed on
    """The app of a worker, with all it needs opened. Raises SetupError when something is wrong."""
    bound_memory()
    log_lines(chosen, number, verbose=verbose)
    app: FastAPI = import_module(_APP).create_app(chosen)
    app.state.site.engine()
    app.state.site.directory()
    return app


def main() -> None:
    """What the supervisor starts: how, is its last argument (app/cli/serve_workers.py)."""
    told = json.loads(sys.argv[-1])
    listener = socket.socket(fileno=told["listener"])
    ready: int = told["ready"]
    load = Load(told["count"], told["load"])
    try:
        app = start(settings(), told["verbose"], told["number"])
    except OnRecordError as error:
        click.echo(str(error), err=True)
        sys.exit(2)

    def tell() -> None:
        os.write(ready, READY)
        os.close(ready)

    run(app, listener, started_on=tell, lifeline=told["lifeline"], load=load, number=told["number"])
