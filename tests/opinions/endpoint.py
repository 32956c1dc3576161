"""A real HTTP server that answers like an OpenAI-compatible endpoint, well or badly."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answering = Callable[["Handler", int], None]


@dataclass
class Endpoint:
    """Where it listens, and what it was sent: each request's path, key and document."""

    url: str
    asked: list[tuple[str, str | None, dict[str, Any]]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers each POST as the test says; ``number`` counts them from 0."""

    endpoint: Endpoint
    answering: Answering

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        document = json.loads(self.rfile.read(length))
        number = len(self.endpoint.asked)
        self.endpoint.asked.append((self.path, self.headers.get("Authorization"), document))
        with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough
            type(self).answering(self, number)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing is printed."""

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say(self, content: object) -> None:
        """A chat completion with this message; what is no text is sent as JSON."""
        text = content if isinstance(content, str) else json.dumps(content)
        self.send(json.dumps({"choices": [{"message": {"content": text}}]}).encode())


@contextmanager
def endpoint(answering: Answering) -> Iterator[Endpoint]:
    """A server on a free port for the length of a test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    own = {"endpoint": made, "answering": staticmethod(answering)}
    server.RequestHandlerClass = type("OneHandler", (Handler,), own)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
