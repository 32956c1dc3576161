"""Link: an address and its words; and the addresses of things, each in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

# A path from the root with at least one folder; no part of an address or of a fraction.
_PATH = re.compile(r"(?<![\w:/.])/(?:[^\s/:]+/)+(?=[^\s/])")


@dataclass(frozen=True, slots=True)
class Link:
    """An address, the words that lead there, and what more there is to say."""

    address: str
    text: str
    note: str = ""


def file_name(file: str) -> str:
    """What to call the file that an article was read from.

    Of a path only its last part: where a server keeps its files is nobody's business.
    """
    return file if "://" in file else file.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def without_folders(sentence: str) -> str:
    """A sentence with every path in it cut to its last part, as ``file_name`` does with one."""
    return _PATH.sub("", sentence)


def run_address(number: int) -> str:
    """The permanent address of a run of the ingest job."""
    return f"/ingest/{number}"


def statement_address(identifier: str) -> str:
    """The permanent address of a statement."""
    return f"/statements/{_segment(identifier)}"


def utterance_address(identifier: str) -> str:
    """The permanent address of an utterance."""
    return f"/utterances/{_segment(identifier)}"


def article_address(identifier: str) -> str:
    """The permanent address of an article."""
    return f"/articles/{_segment(identifier)}"


def place_address(article: str, statement: str) -> str:
    """Where a statement stands in its article."""
    return f"{article_address(article)}#s-{_segment(statement)}"


def paragraph_anchor(start: int) -> str:
    """The id, on an article's page, of the paragraph that begins there in the text."""
    return f"p-{start}"


def actor_address(slug: str) -> str:
    """The permanent address of an actor."""
    return f"/actors/{_segment(slug)}"


def _segment(text: str) -> str:
    """A part of a path, percent-encoded; of letters and digits alone as it is, as ids are."""
    return text if text.isascii() and text.isalnum() else quote(text, safe="")
