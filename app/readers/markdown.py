"""Markdown: a text with what is known of it in its front matter.

Front matter is a block of YAML between two lines ``---`` at the top of the file. Its fields are
those of articles.yaml, and the names that other programs give them (_NAMES below).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.errors import UnreadableSource
from app.readers.dating import parse_date
from app.readers.entries import load_yaml_text
from app.readers.language import language_code
from app.readers.text import headline, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.readers.material import Limits, Material

_FRONT = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
# What Jekyll, Hugo, Pandoc, Obsidian's web clipper and others call the same things.
_NAMES = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publication", "publisher", "site", "site_name", "website", "newspaper"),
    "address": ("address", "url", "source", "link", "permalink", "canonical_url", "original_url"),
    "published": ("published", "date", "publish_date", "pubdate", "published_at", "datepublished"),
    "language": ("language", "lang"),
}
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+")
_MOST_FRONT = 20_000  # characters


def read_markdown(material: Material, limits: Limits) -> Iterator[Article]:
    """The article in a Markdown text, with its front matter; its marks are taken away.

    Of the mark-up, what stands around words goes (headings' #, quotations' >, emphasis, links,
    pictures, fences); every word and quotation mark stays. Raises UnreadableSource when it is no
    text, holds no words, or is too large.
    """
    text, notes = text_of(material, limits.max_text_bytes)
    front = _FRONT.match(text, 0, _MOST_FRONT)
    fields, problem = _fields(front.group(1)) if front else ({}, ())
    marked = text[front.end() :] if front else text
    body = plain(marked)
    if not any(character.isalnum() for character in body):
        raise UnreadableSource(material.name, "It holds no words.")
    published, problems = _date(fields)
    address = _first(fields, "address")
    if not address or urlsplit(address).scheme not in {"http", "https"}:
        address = None
    material.stream.seek(0)
    data = material.data(limits.max_text_bytes)
    capture = Capture(data, material.address, "text/markdown", captured_at=material.captured_at)
    yield Article(
        body=body,
        file=material.name,
        title=_first(fields, "title") or _heading(marked) or headline(body),
        outlet=_first(fields, "outlet"),
        address=material.address or address,
        published=published,
        published_note="Its front matter gives it." if published.known else "",
        language=language_code(_first(fields, "language")),
        notes=(*notes, *problem, *problems),
        capture=capture,
    )


def _fields(front: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The texts of a front matter by their names in small letters, and what is wrong with it."""
    try:
        found = load_yaml_text(front)
    except (yaml.YAMLError, RecursionError):
        return {}, ("Its front matter is not YAML and was not used.",)
    if not isinstance(found, dict):
        return {}, ("Its front matter is no list of fields and was not used.",)
    texts = {str(name).lower().replace("-", "_"): value for name, value in found.items()}
    return {
        name: " ".join(value.split()) for name, value in texts.items() if isinstance(value, str)
    }, ()


def _first(fields: Mapping[str, str], noun: str) -> str | None:
    return next((fields[name] for name in _NAMES[noun] if fields.get(name)), None)


def _date(fields: Mapping[str, str]) -> tuple[UncertainDate, tuple[str, ...]]:
    words = _first(fields, "published")
    if words is None:
        return UNKNOWN_DATE, ()
    try:
        return UncertainDate.parse(words, _basis(fields)), ()
    except ValueError:
        found = parse_date(words)
    problems = () if found.known else (f"Its front matter gives '{words[:60]}', which is no date.",)
    return found, problems


def _basis(fields: Mapping[str, str]) -> DateBasis:
    try:
        basis = DateBasis(fields.get("published_basis", DateBasis.METADATA))
    except ValueError:
        return DateBasis.METADATA
    return DateBasis.METADATA if basis is DateBasis.UNKNOWN else basis


def _heading(text: str) -> str | None:
    """The first line where it is a heading of the first level."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = _HEADING.match(first)
    return plain(first).strip() or None if mark and len(mark.group(1)) == 1 else None


def _unmarked(line: str) -> str:
    """A line without the marks of a heading; they end it only after a space, as "C#" has none."""
    mark = _HEADING.match(line)
    if mark is None:
        return line
    words = line[mark.end() :].rstrip()
    closed = words.rstrip("#")
    return closed.rstrip() if closed[-1:] in {" ", "\t", ""} else words


# Each in its turn; the order matters where one stands inside another.
_MARKS = (
    (re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL), ""),
    (re.compile(r"^[ \t]{0,3}(?:```|~~~).*$", re.MULTILINE), ""),  # fences
    (
        re.compile(r"^[ \t]{0,3}(?:(?:[-*_][ \t]*){3,}|=+[ \t]*|-+[ \t]*)$", re.MULTILINE),
        "",
    ),  # rules
    (
        re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]+\S+.*$", re.MULTILINE),
        "",
    ),  # where links lead
    (re.compile(r"^(?:[ \t]{0,3}>[ \t]?)+", re.MULTILINE), ""),  # block quotations
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"), ""),  # pictures
    (re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"), r"\1"),  # links
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"(?<![\w*])\*\*\*?(?=\S)([^*\n]+?)(?<=\S)\*?\*\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])__?(?=\S)([^_\n]+?)(?<=\S)__?(?![\w_])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|\"'-])"), r"\1"),
)


def plain(text: str) -> str:
    """A Markdown text without its marks; every line stays a line."""
    for pattern, instead in _MARKS:
        text = pattern.sub(instead, text)
    text = "\n".join(map(_unmarked, text.split("\n")))
    return text.strip("\n")
