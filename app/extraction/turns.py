"""Turns: how a transcript or an interview prints whose turn it is to speak."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from app.extraction.reporting.speakers import is_speaker_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_TURNS = 3  # a colon after a name or two is printed in many articles
_LONGEST_LABEL = 90  # characters

# [14:00:00] SEAN HOLM, FOREIGN MINISTER (via phone): ...
_LABEL = re.compile(
    r"(?:[\[(][\d:.]{2,8}[\])]\s*)?(?:>>\s*)?"
    r"(?P<name>[^\W\d_][^:\n\"“”«»?!;()\[\]]{0,80}?)"
    r"\s*(?:[(\[][^()\[\]\n]{1,40}[)\]])?\s*:(?:\s+|$)"
)
# Who asks in a transcript and is named by the part alone.
_ASKING = re.compile(
    r"(?:an? |the )?(?:(?:un(?:identified|known) |male |female )*(?:questions?|q|reporters?"
    r"|moderators?|hosts?|interviewers?|presenters?|anchors?|journalists?|correspondents?|editors?"
    r"|announcers?|narrators?|speakers?|audience(?: members?)?|operators?))(?: ?#?\d+)?\.?",
    re.IGNORECASE,
)
_ANSWERING = re.compile(r"(?:answers?|a|reply|response)(?: ?#?\d+)?\.?", re.IGNORECASE)
_SMALL = frozenset({"of", "the", "and", "for", "de", "da", "van", "von", "der", "to", "in", "on"})
_MOST_LABEL_WORDS = 5  # of a label in capitals and small letters
_MOST_ROLE_WORDS = 3
_BYLINE = re.compile(
    r"(?:by|words|text|photo(?:graph|s)?|picture|portrait|interview|source|read more|related|watch"
    r"|update|note|correction|editor[’']s note|published|updated|contact|tags?|image|video"
    r"|warning|example|title|date|time|place|where|when|what|why|who|how|also|more|listen)\b",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """What stands before the colon of a turn."""

    name: str
    start: int  # of the name, in the paragraph
    end: int
    words_start: int  # where the turn's own words begin


def read_label(paragraph: str) -> Label | None:
    """The label at a paragraph's start, if what stands there may be one."""
    match = _LABEL.match(paragraph[: _LONGEST_LABEL + 40])
    if match is None or match.end("name") > _LONGEST_LABEL:
        return None
    name = match.group("name").strip()
    rest = paragraph[match.end() : match.end() + 1]
    if rest in {'"', "“", "«", "„", "‘"} or _BYLINE.match(name) or not _is_name(name):
        return None
    return Label(name, match.start("name"), match.start("name") + len(name), match.end())


def labels_of(paragraphs: Sequence[str]) -> dict[int, Label]:
    """The labels of a transcript's paragraphs, by number; none where the text is no transcript.

    A label in capitals and small letters counts only where it comes again, or stands beside
    another in a text of labels: "Lind: a life in politics" is a heading.
    """
    read = {n: label for n, text in enumerate(paragraphs) if (label := read_label(text))}
    often = Counter(key_of(label.name) for label in read.values())
    sure = {
        number: label
        for number, label in read.items()
        if label.name.isupper() or is_asking(label.name) or often[key_of(label.name)] > 1
    }
    if len(sure) < _LEAST_TURNS or len({key_of(label.name) for label in sure.values()}) < 2:
        return {}
    return sure


def key_of(name: str) -> str:
    """What two labels of one speaker share: the last word before a comma, in small letters."""
    return name.partition(",")[0].rpartition(" ")[2].casefold().rstrip(".")


def is_asking(name: str) -> bool:
    """Whether a label names somebody as the one who asks: QUESTION, Moderator, ANNA LIND, HOST."""
    parts = [part.strip() for part in name.split(",")]
    return any(_ASKING.fullmatch(part) or part.lower() == "byline" for part in parts)


def is_answering(name: str) -> bool:
    """Whether a label names nobody and marks an answer: A, Answer."""
    return _ANSWERING.fullmatch(name) is not None


def _is_name(name: str) -> bool:
    if name.isupper() or is_asking(name) or is_answering(name):
        return True
    words = name.partition(",")[0].split()
    if len(words) <= _MOST_ROLE_WORDS:
        # "Trump supporter", "Second man", if it comes again; but "Zoom out", "Be smart"
        named = all(word[:1].isupper() or word in _SMALL for word in words)
        return words[0][:1].isupper() and (named or is_speaker_noun(words[-1].lower()))
    return len(words) <= _MOST_LABEL_WORDS and all(
        word[:1].isupper() or word in _SMALL for word in words
    )
