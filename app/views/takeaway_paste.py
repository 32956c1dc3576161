"""A comparison to paste into an article: each statement once, with all that a citation needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.cards import SPEAKER_DOUBT, show_card
from app.views.links import Link
from app.views.wording import listed, reported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.queries import ComparisonQuery
    from app.domain.records import StatementRecord, UtterancesListed
    from app.views.cards import StatementCard
    from app.views.dates import DateView
    from app.views.stances import PositionView
    from app.views.takeaway import About

# Whatever Markdown, in CommonMark or as GitHub and most editors extend it, could take for a mark.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~^$&@]|:(?=//)|(?<=[wW])\.")
# At the beginning of a line: a list, a rule, a heading.
_BEGINS = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")

_SOURCE = (
    "Found and judged by a machine, unless a person is named; check the words at their source."
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """One statement: its words, and what stands below them.

    ``told`` is in sentences: the stance and how sure it is, how the words are given, when they were
    said and printed. ``further`` counts other outlets; ``address`` is the permalink.
    """

    words: str
    language: str | None
    speaker: str
    role: str | None
    told: str
    outlet: Link  # its article, here or at the outlet
    further: str
    address: str
    certain: bool  # said in the chosen range for sure


@dataclass(frozen=True, slots=True)
class PastePage:
    """A comparison to paste. ``entries`` are made while they are written, once."""

    title: str
    proposition: str
    counted: str
    apart: str  # heading of those whose day is not certain; empty where there are none
    entries: Iterator[Pasted]
    source: str
    address: str
    retrieved: str


def paste_page(
    query: ComparisonQuery,
    found: UtterancesListed,
    about: About,
    proposition: str,
    absolute: Callable[[str], str],
) -> PastePage:
    """The statements that a choice lists, as its page lists them."""
    apart = "Day not known"
    if query.ranged:
        apart += ", or not certainly in this range"
    return PastePage(
        title=about.title,
        proposition=proposition,
        counted=f"{about.choice}: {reported(found.count, found.reports)}.",
        apart=apart if found.undated else "",
        entries=(
            _pasted(one, query.issue, absolute, certain=certain)
            for one, certain in found.statements
        ),
        source=_SOURCE,
        address=about.address,
        retrieved=about.retrieved,
    )


def _pasted(
    one: StatementRecord, issue: str, absolute: Callable[[str], str], *, certain: bool
) -> Pasted:
    card = show_card(one, issue)
    outlets = sorted(
        {other.article.outlet.name for other in one.reports} - {one.article.outlet.name}
    )
    return Pasted(
        words=" ".join(card.words.split()),
        language=card.language,
        speaker=card.speaker.text,
        role=card.role,
        told=_told(card),
        outlet=Link(card.original or absolute(card.article.address), card.outlet),
        further=f"Also reported by {listed(outlets)}." if outlets else "",
        address=absolute(card.address),
        certain=certain,
    )


def _told(card: StatementCard) -> str:
    """In sentences: which way and how sure, how the words are given, when they were said."""
    parts = [_position(position, card.checked_by) for position in card.positions]
    if card.speaker_doubt:
        parts.append(SPEAKER_DOUBT)
    parts.append(card.kind)
    parts.append(f"said {_date(card.said_on)}, reported {_date(card.reported_on)}")
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def _position(position: PositionView, checked_by: str) -> str:
    words = position.second_hand or position.stance.word
    how = f"checked by {checked_by}" if checked_by else position.sureness
    parts = [words, position.scope, how]
    told = ", ".join(part for part in parts if part)
    return f"{told}, on the condition: {position.condition}" if position.condition else told


def _date(when: DateView) -> str:
    if not when.known:
        return f"on a {when.text}"
    return f"{when.text}?" if when.guessed else when.text


def markdown(page: PastePage) -> Iterator[str]:
    """The page in Markdown. Nothing in the words is a mark: they come out as they are."""
    yield f"## {escaped(page.title)}\n\n“{escaped(page.proposition)}”\n\n{escaped(page.counted)}\n"
    apart = False
    for entry in page.entries:
        if not entry.certain and not apart:
            yield f"\n### {escaped(page.apart)}\n"
            apart = True
        speaker = f"**{escaped(entry.speaker)}**"
        if entry.role:
            speaker += f", {escaped(entry.role)}"
        lines = [
            escaped(entry.words),
            "",
            f"— {speaker}. {escaped(entry.told)}",
            f"{_link(entry.outlet)}. {escaped(entry.further)}".rstrip(),
            f"<{entry.address}>",
        ]
        yield "\n" + "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n---\n"
    yield f"\n{escaped(page.source)} Retrieved {escaped(page.retrieved)}: <{page.address}>\n"


def _link(link: Link) -> str:
    address = link.address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return f"[{escaped(link.text)}]({address.replace('<', '%3C').replace('>', '%3E')})"


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    line = " ".join(text.split())
    line = _MARKS.sub(lambda mark: f"\\{mark[0]}", line)
    return _BEGINS.sub(_unmarked, line)


def _unmarked(begins: re.Match[str]) -> str:
    return f"\\{begins[1]}" if begins[1] else f"{begins[2]}\\{begins[3]}"
