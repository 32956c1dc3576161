"""CitePage: a citation in every form, ready to copy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.citation_forms import bibtex, csl, ris
from app.views.citation_styles import Ready, ready
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.views.citation import Source
    from app.views.links import Link

# So many of the reports of one utterance are written out in each style; the files have them all.
_WRITTEN_OUT = 6


@dataclass(frozen=True, slots=True)
class Form:
    """A citation as a file, and what it is called."""

    key: str
    name: str
    text: str
    file: str  # its address


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is cited, in each style; ``heading`` is empty where it is the only one."""

    heading: str
    texts: tuple[Ready, ...]


@dataclass(frozen=True, slots=True)
class CitePage:
    """All that a page of citations shows."""

    title: str
    cited: Link
    entries: tuple[Entry, ...]
    more: str
    forms: tuple[Form, ...]
    live: bool  # it may be otherwise tomorrow: freeze it
    address: str


def cite_page(
    cited: Link, sources: Sequence[Source], address: str, files: str, *, live: bool = False
) -> CitePage:
    """The page that cites what ``cited`` leads to; ``files`` has ``{}`` where the form stands."""
    shown = sources[:_WRITTEN_OUT]
    left = len(sources) - len(shown)
    lines = ris(sources).replace("\r\n", "\n")
    several = len(sources) > 1
    return CitePage(
        title=f"Cite: {cited.text}",
        cited=cited,
        entries=tuple(
            Entry(_heading(place, one) if several else "", ready(one))
            for place, one in enumerate(shown)
        ),
        more=f"{counted(left, 'more report')} in the files." if left else "",
        forms=(
            Form("csl", "CSL-JSON", csl_text(sources), files.format(".json")),
            Form("ris", "RIS", lines.rstrip("\n"), files.format(".ris")),
            Form("bibtex", "BibTeX", bibtex(sources).rstrip("\n"), files.format(".bib")),
        ),
        live=live,
        address=address,
    )


def csl_text(sources: Sequence[Source]) -> str:
    """CSL-JSON as text."""
    return json.dumps(csl(sources), ensure_ascii=False, indent=1)


def _heading(place: int, one: Source) -> str:
    """The first is the page that gathers the reports, which follow."""
    return f"The report in {one.container or 'an outlet that is not known'}" if place else one.title
