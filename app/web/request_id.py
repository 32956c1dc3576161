"""Request id: what one request is called in its answer, in the log and on a page about an error.

It tells nothing about who asks. A proxy may give it, so that its log and ours can be read together.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Scope

HEADER = b"x-request-id"
_SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._=+-]{0,63}").fullmatch
_KEY = "onrecord.request"
# For what is logged while a request is answered, in threads too. Empty outside requests.
current: ContextVar[str] = ContextVar("request_id", default="")


def give(scope: Scope) -> str:
    """The id of a request that begins: the one it came with, if that is sane, or a new one."""
    given = [value for name, value in scope["headers"] if name == HEADER]
    sane = len(given) == 1 and _SANE(given[0]) is not None
    identifier = given[0].decode("ascii") if sane else token_hex(8)
    scope[_KEY] = identifier
    current.set(identifier)
    return identifier


def request_id(request: Request) -> str:
    """The id of a request; empty when it was given none."""
    return str(request.scope.get(_KEY, ""))
