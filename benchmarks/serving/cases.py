"""Cases: what is asked of whom, and how one sees that an answer is whole."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.serving.peers import QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.serving.questions import Question, Questions

PAGE, JSON = "/compare", "/api/v1/statements"
BROWSER = "gzip, deflate, br, zstd"  # what a browser takes


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked of one server."""

    name: str
    server: str  # "ours", "ours, nothing kept", "datasette", "bare"
    path: str
    told: str
    others: bool = False  # each time another question, and never one that was asked before
    packed: bool = False  # as a browser asks, which takes compressed answers

    @property
    def encoding(self) -> str:
        """What Accept-Encoding says."""
        return BROWSER if self.packed else ""

    @property
    def ending(self) -> str:
        """What a whole answer ends with."""
        return "" if self.packed else ("}" if self.path == JSON else "</html>")

    def address(self, question: Question, prefix: str = "") -> str:
        """Where this server answers a question; Datasette's has the file's name before it."""
        if self.server.startswith("ours"):
            return question.address(self.path)
        return question.plain_address(f"{prefix}{self.path}")

    def paths(self, questions: Questions, seed: str, count: int, prefix: str = "") -> Iterable[str]:
        """So many addresses, all different from each other and from those of another seed."""
        if not self.others:
            return [self.address(questions.same(), prefix)]
        asked = islice(questions.others(f"{self.name} {seed}"), count)
        return (self.address(question, prefix) for question in asked)

    def holds(self, body: bytes) -> int:
        """How many statements a body shows (not packed)."""
        if self.path == JSON:
            found = json.loads(body)
            return len(found["statements"]) + len(found["undated"])
        if self.server.startswith("ours"):
            return body.count(b'<article class="card')
        return body.count(b"<tr") - 1  # without the head of the table


CASES = {
    case.name: case
    for case in (
        Case("page, same", "ours", PAGE, "our page, the same question each time"),
        Case("page, others", "ours", PAGE, "our page, another question each time", others=True),
        Case(
            "page, nothing kept",
            "ours, nothing kept",
            PAGE,
            "our page, another question each time, nothing kept",
            others=True,
        ),
        Case("json, same", "ours", JSON, "our JSON of 100 statements, the same question"),
        Case("json, others", "ours", JSON, "our JSON, another question each time", others=True),
        Case("datasette, same", "datasette", f"/{QUERY}", "Datasette, the same question"),
        Case(
            "datasette, others",
            "datasette",
            f"/{QUERY}",
            "Datasette, another question each time",
            others=True,
        ),
        Case("bare, same", "bare", f"/{QUERY}", "the bare route, the same question"),
        Case(
            "bare, others",
            "bare",
            f"/{QUERY}",
            "the bare route, another question each time",
            others=True,
        ),
        Case(
            "bare in threads, others",
            "bare",
            f"/{QUERY}-in-threads",
            "the bare route in threads, another question each time",
            others=True,
        ),
        Case("page, same, packed", "ours", PAGE, "our page as a browser takes it", packed=True),
        Case(
            "page, others, packed",
            "ours",
            PAGE,
            "our page as a browser takes it, another question each time",
            others=True,
            packed=True,
        ),
    )
}


def body_of(address: str, encoding: str = "") -> bytes:
    """The body of an answer, as it travels. Raises HTTPError for what is not 200."""
    headers = {"Accept-Encoding": encoding or "identity"}
    with urllib.request.urlopen(  # noqa: S310 - our own servers
        urllib.request.Request(address, headers=headers),  # noqa: S310
        timeout=600,
    ) as answer:
        body: bytes = answer.read()
    return body
