"""Feed: reports of statements as Atom (RFC 4287), for programs that follow them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from app.domain.certainty import speaker_certain
from app.domain.statements import BREAK
from app.views.cards import SPEAKER_DOUBT
from app.views.dates import show_date
from app.views.links import statement_address, utterance_address
from app.views.share_head import statement_title
from app.views.share_quotation import web_address
from app.views.stances import show_position
from app.views.wording import KIND

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.records import FeedRecords, Renewed, StatementRecord

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What no XML document can hold (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"  # of a feed without entries


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written. Addresses are paths; ``page`` counts from 1."""

    title: str
    subtitle: str
    address: str  # of the feed
    alternate: str  # of the page that shows the same
    issue: str | None  # whose positions are told; None: all
    records: FeedRecords
    page: int = 1


def atom(feed: Feed, absolute: Callable[[str], str]) -> bytes:
    """The feed as Atom. Each report is an entry, whose id is its permanent address."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {_LANG: "en"})
    _text(root, "id", absolute(feed.address))
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    entries = feed.records.entries
    newest = max((one.at for one in entries), default=None)
    _text(root, "updated", _moment(newest) if newest else _NEVER)
    author = _text(root, "author", "")
    _text(author, "name", "On Record")
    _text(author, "uri", absolute("/"))
    _link(root, "self", absolute(_paged(feed.address, feed.page)), "application/atom+xml")
    _link(root, "alternate", absolute(feed.alternate), "text/html")
    if feed.page > 1:
        _link(root, "first", absolute(feed.address), "application/atom+xml")
        before = absolute(_paged(feed.address, feed.page - 1))
        _link(root, "previous", before, "application/atom+xml")
    if feed.records.more:
        _link(root, "next", absolute(_paged(feed.address, feed.page + 1)), "application/atom+xml")
    for one in entries:
        _entry(root, one, feed.issue, absolute)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(
    root: ET.Element, one: Renewed, issue: str | None, absolute: Callable[[str], str]
) -> None:
    statement = one.statement
    address = absolute(statement_address(statement.id))
    entry = _text(root, "entry", "")
    _text(entry, "id", address)
    _text(entry, "title", statement_title(statement))
    _text(entry, "updated", _moment(one.at))
    _link(entry, "alternate", address, "text/html")
    utterance = utterance_address(statement.utterance or statement.id)
    _link(entry, "related", absolute(utterance), "text/html")
    if web_address(statement.article.address):
        _link(entry, "via", str(statement.article.address), None)
    for position in statement.positions:
        if issue is None or position.issue == issue:
            shown = show_position(position, statement.confidence)
            said = shown.second_hand or shown.stance.word
            term = f"{position.issue}:{position.stance.value}"
            ET.SubElement(
                entry, f"{{{ATOM}}}category", {"term": _plain(term), "label": _plain(said)}
            )
    content = _text(entry, "content", _told(statement, issue))
    content.set("type", "text")
    if statement.article.language:
        content.set(_LANG, _plain(statement.article.language))


def _told(statement: StatementRecord, issue: str | None) -> str:
    """The words, who said them, which way and where they stand, on one line."""
    said, reported = show_date(statement.said_on), show_date(statement.reported_on)
    who = f"{statement.actor.name}, {statement.role}" if statement.role else statement.actor.name
    stances = [
        shown.second_hand or shown.stance.word
        for position in statement.positions
        if issue is None or position.issue == issue
        for shown in (show_position(position, statement.confidence),)
    ]
    if not speaker_certain(statement.confidence):
        stances.append(SPEAKER_DOUBT)
    day = f"Said {said.text}{'?' * said.guessed}" if said.known else "Day said not known"
    printed = (
        f"reported {reported.text}{'?' * reported.guessed}"
        if reported.known
        else "day of the report not known"
    )
    words = " ".join(BREAK.join(statement.content_text).split())
    which = f" ({'; '.join(stances)})" if stances else ""
    return (
        f"{words} – {who}{which}. {KIND[statement.kind].capitalize()}. {day}; {printed}, "
        f"{statement.article.outlet.name}."
    )


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        made.text = _plain(text)
    return made


def _link(parent: ET.Element, rel: str, address: str, kind: str | None) -> None:
    about = {"rel": rel, "href": _plain(address)} | ({"type": kind} if kind else {})
    ET.SubElement(parent, f"{{{ATOM}}}link", about)


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)


def _paged(address: str, page: int) -> str:
    if page < 2:
        return address
    return f"{address}{'&' if '?' in address else '?'}page={page}"


def _moment(when: datetime) -> str:
    """A moment as RFC 3339 has it, to the second."""
    utc = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")
