"""JSON-LD: what a page says of its article in schema.org's words, however it is nested.

Lists, @graph, several scripts, things referred to by @id and things within things are all found.
Scripts with the mistakes that content systems make (comment marks around them, commas too many,
line ends in strings) are read; others are passed over.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

_ARTICLES_NAMES = (
    "article newsarticle reportagenewsarticle analysisnewsarticle blogposting "
    "backgroundnewsarticle opinionnewsarticle reviewnewsarticle liveblogposting "
    "askpublicnewsarticle advertisercontentarticle report satiricalarticle"
)
_ARTICLES = frozenset(_ARTICLES_NAMES.split())
_COMMENTS = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_COMMENTS_END = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*\Z")
_COMMA_TOO_MANY = re.compile(r",(\s*[}\]])")
_MOST_THINGS = 20_000
_MOST_SCRIPT = 5_000_000  # characters

Thing = dict[str, object]


@dataclass(frozen=True, slots=True)
class LinkedData:
    """All things that a page names, and those of them that are articles."""

    by_id: Mapping[str, Thing]
    articles: Sequence[Thing]

    def article(self, titles: Sequence[str], addresses: Sequence[str]) -> Thing | None:
        """The article that the page is; None where it names several others and not itself."""
        if len(self.articles) <= 1:
            return self.articles[0] if self.articles else None
        keys = {_key(title) for title in titles if title}
        for thing in self.articles:
            known = {self.address(thing, name) for name in ("mainEntityOfPage", "url", "@id")}
            if known & {address for address in addresses if address}:
                return thing
        for thing in self.articles:
            headline = _key(self.text(thing, "headline") or self.text(thing, "name") or "")
            if headline and any(key.startswith(headline[:60]) for key in keys):
                return thing
        return None

    def text(self, thing: Thing | None, name: str) -> str | None:
        """The first text that a thing has under a name; a thing there is asked for its name."""
        for value in _listed((thing or {}).get(name)):
            if isinstance(value, str) and value.strip():
                return " ".join(unescape(value).split())
            if isinstance(value, dict):
                inner = self._whole(value)
                found = inner.get("@value", inner.get("name"))
                found = next(iter(_listed(found)), None)
                if isinstance(found, str) and found.strip():
                    return " ".join(unescape(found).split())
        return None

    def body(self, thing: Thing | None) -> str | None:
        """The text of an article, with its line ends."""
        for value in _listed((thing or {}).get("articleBody")):
            if isinstance(value, str) and value.strip():
                return unescape(value)
        return None

    def address(self, thing: Thing | None, name: str) -> str | None:
        """The address that a thing has under a name, or that the thing there has."""
        for value in _listed((thing or {}).get(name)):
            found = value.get("@id", value.get("url")) if isinstance(value, dict) else value
            if isinstance(found, str) and found.startswith(("http://", "https://")):
                return found
        return None

    def _whole(self, thing: Thing) -> Thing:
        """A thing, or the one it refers to."""
        reference = thing.get("@id")
        if isinstance(reference, str) and "name" not in thing:
            return self.by_id.get(reference, thing)
        return thing


def linked_data(root: HtmlElement) -> LinkedData:
    """The JSON-LD of a page."""
    by_id: dict[str, Thing] = {}
    articles: list[Thing] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for thing in _things(_loaded(script.text or "")):
            identifier = thing.get("@id")
            if isinstance(identifier, str) and len(thing) > len(by_id.get(identifier, {})):
                by_id[identifier] = thing
            if _types(thing) & _ARTICLES:
                articles.append(thing)
    return LinkedData(by_id, articles)


def _loaded(script: str) -> object:
    """What a script holds; None where it is no JSON."""
    if len(script) > _MOST_SCRIPT:
        return None
    text = _COMMENTS_END.sub("", _COMMENTS.sub("", script)).strip().rstrip(";")
    for attempt in (text, _COMMA_TOO_MANY.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _things(value: object) -> Iterator[Thing]:
    """All objects in a value, the outer ones first; no deeper than a page would have them."""
    waiting = [value]
    for _ in range(_MOST_THINGS):
        if not waiting:
            return
        each = waiting.pop(0) if len(waiting) < 1_000 else waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += [inner for inner in each.values() if isinstance(inner, (dict, list))]
        elif isinstance(each, list):
            waiting += each


def _types(thing: Thing) -> set[str]:
    return {
        re.split(r"[/#:]", kind)[-1].lower()
        for kind in _listed(thing.get("@type"))
        if isinstance(kind, str)
    }


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _key(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).casefold()
