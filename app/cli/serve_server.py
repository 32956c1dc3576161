"""Server: uvicorn's, with a socket that several processes accept from and an end without losses.

One listening socket for all processes, and not one for each (SO_REUSEPORT): what waits in the line
of a socket that closes is lost, and what waits in a shared line is taken by another process. A
process takes one connection at a time, and leaves it to others for a moment while they have fewer.

It ends in three steps: it takes no more connections; it answers what comes on those it has, and
tells each client with the answer that the connection ends (closing an idle one instead would meet
what its client just sends); and it waits, for a bounded time, for what is still being answered.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from typing import TYPE_CHECKING, cast

import uvicorn

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from app.cli.serve_load import Load

_log = logging.getLogger(__name__)
_LINE = 2048  # connections that wait to be taken
_NO_MORE_FILES = 1.0  # seconds until the next connection is taken when no more fit
_LOOK = 0.05
_LEAVES = 0.005  # seconds for which a connection is left to a worker that has fewer


class Server(uvicorn.Server):
    """A server on a socket that listens already.

    ``started_on`` is called once it takes connections, ``closing_on`` once it takes no more, with
    whether others go on in its place. ``load`` is what all workers have, ``number`` this one's.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        listener: socket.socket,
        *,
        load: Load | None = None,
        number: int = 1,
        started_on: Callable[[], None] = lambda: None,
        closing_on: Callable[[bool], None] = lambda _replaced: None,
    ) -> None:
        super().__init__(config)
        self.servers = []  # asyncio's, of which there are none: it takes connections itself
        self._listener = listener
        self._load = load
        self._number = number
        self._started_on = started_on
        self._closing_on = closing_on
        self._arriving: set[asyncio.Task[object]] = set()
        self._replaced = False

    def leave(self, *_signal: object) -> None:
        """End, because another process stands in the place of this one."""
        self._replaced = self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - uvicorn's
        """Start the app, then take connections."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(uvicorn.config.STARTUP_FAILURE)
        self._listener.setblocking(False)  # noqa: FBT003 - as sockets have it
        self._take()
        self.started = True
        self._started_on()

    def _take(self) -> None:
        if not self.should_exit:
            asyncio.get_running_loop().add_reader(self._listener, self._readable)

    def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        self._tell()
        if self._load is None or self._load.is_least(self._number):
            self._accept()
        else:
            loop.remove_reader(self._listener)
            loop.call_later(_LEAVES, self._left)

    def _left(self) -> None:
        """Take what nobody took: those who have fewer are busy."""
        if not self.should_exit:
            self._take()  # first: when no connection can be taken, taking pauses
            self._accept()

    def _tell(self) -> None:
        if self._load is not None:
            held = len(self.server_state.connections) + len(self._arriving)
            self._load.tell(self._number, held)

    async def on_tick(self, counter: int) -> bool:
        """Note how many connections there are, ten times a second."""
        self._tell()
        return await super().on_tick(counter)

    def _accept(self) -> bool:
        """Take one connection; False when none waits."""
        loop = asyncio.get_running_loop()
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return False  # another process was quicker, or the client has gone
        except OSError as error:  # too many open files: those that wait are taken when some close
            _log.error("No connection can be taken: %s", error.strerror)
            loop.remove_reader(self._listener)
            loop.call_later(_NO_MORE_FILES, self._take)
            return False
        connection.setblocking(False)  # noqa: FBT003 - as sockets have it
        task = loop.create_task(loop.connect_accepted_socket(self._protocol, connection))
        self._arriving.add(cast("asyncio.Task[object]", task))
        task.add_done_callback(self._arrived)
        return True

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    def _arrived(self, task: asyncio.Task[tuple[asyncio.Transport, asyncio.Protocol]]) -> None:
        self._arriving.discard(cast("asyncio.Task[object]", task))
        if not task.cancelled() and task.exception() is not None:
            _log.warning("A connection broke as it came: %s", task.exception())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - uvicorn's
        """Take no more connections, answer what is asked on those there are, and end."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listener)
        if not self._replaced:  # who already waits is not sent away: nobody else would answer
            for _ in range(_LINE):
                if not self._accept():
                    break
        loop.remove_reader(self._listener)
        self._listener.close()
        self._closing_on(self._replaced)
        if self._arriving:
            await asyncio.wait(set(self._arriving))
        # Ctrl-C at a terminal is not made to wait for a browser that holds a connection.
        if signal.SIGINT not in self._captured_signals:
            until = loop.time() + self.config.timeout_keep_alive + 1
            while self.server_state.connections and loop.time() < until and not self.force_exit:  # noqa: ASYNC110 - uvicorn tells nobody
                await asyncio.sleep(_LOOK)
        await super().shutdown()
        self._captured_signals.clear()  # they are answered: to end so is no failure
