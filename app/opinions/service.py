"""Service: an OpenAI-compatible endpoint, asked with patience and within bounds."""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx

from app.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

_TRIES = 3
_LONGEST_WAIT = 20.0  # seconds, whatever a server asks for
_LARGEST_ANSWER = 64 * 1024  # bytes; an answer is a few hundred
_TOKENS = 300
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Failed(Exception):  # noqa: N818 - counted; the article goes on without an opinion
    """The service gave no answer that could be read."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask. ``key`` goes into the request's header and nowhere else.

    ``timeout`` is for one try, in seconds; ``sleep`` waits between tries.
    """

    url: str
    model: str
    key: str | None = None
    timeout: float = 30.0
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Raises SetupError when the address or the model cannot be one."""
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            usable = False
        if not usable:
            raise SetupError(
                "ONRECORD_OPINION_URL must be the address of an OpenAI-compatible service, such as "
                "http://127.0.0.1:8080/v1."
            )
        if not self.model.strip():
            raise SetupError("ONRECORD_OPINION_MODEL must name the model to ask.")

    def __repr__(self) -> str:
        """Without the key, so that no log and no traceback shows it."""
        return f"Service({self.host!r}, {self.model!r})"

    @property
    def host(self) -> str:
        """The host that is asked; nothing of the address that might be secret."""
        return urlsplit(self.url).hostname or ""

    def open(self) -> Connection:
        """A connection for many questions; close it, or use it in a ``with`` statement."""
        return Connection(self)


class Connection:
    """An open line to a service; one question at a time."""

    def __init__(self, service: Service) -> None:
        headers = {"Authorization": f"Bearer {service.key}"} if service.key else {}
        self._service = service
        # Redirects are not followed: the words go where the person said and nowhere else.
        self._client = httpx.Client(timeout=service.timeout, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """What the model answers to these messages.

        Tries again, up to three times in all, when the service is busy or away; waits one and two
        seconds, or as long as it asks for (at most 20). Raises Failed.
        """
        reason = ""
        for number in range(_TRIES):
            try:
                status, wait, body = self._post(messages)
            except httpx.TimeoutException:
                reason, wait = "it did not answer in time", None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                reason, wait = f"it cannot be reached ({type(error).__name__})", None
            else:
                if status == httpx.codes.OK:
                    return _content(body)
                reason = f"it answered with status {status}"
                if status not in _TRANSIENT:
                    break
            if number + 1 < _TRIES:
                self._service.sleep(wait if wait is not None else float(2**number))
        raise Failed(reason)

    def _post(self, messages: Sequence[dict[str, str]]) -> tuple[int, float | None, bytes]:
        request = {
            "model": self._service.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": _TOKENS,
        }
        address = f"{self._service.url.rstrip('/')}/chat/completions"
        deadline = time.monotonic() + self._service.timeout
        with self._client.stream("POST", address, json=request) as response:
            body = b""
            # A time-out of httpx is for each read; a server that trickles is stopped by the clock.
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _LARGEST_ANSWER:
                    raise Failed("its answer is too long")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the whole answer took too long")
            return response.status_code, _asked_to_wait(response), body


def _asked_to_wait(response: httpx.Response) -> float | None:
    """The seconds of a Retry-After header, bounded; None without one that is a number."""
    try:
        seconds = float(response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT) if not math.isnan(seconds) else None


def _content(body: bytes) -> str:
    """The first message of a chat completion."""
    try:
        document: Any = json.loads(body)
        content = document["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Failed("its answer is not a chat completion") from error
    if not isinstance(content, str):
        raise Failed("its answer is not a chat completion")
    return content
