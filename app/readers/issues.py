"""Issues: from the entries of a definition file to domain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Issue, Stance, StanceWording, Timing, Whose
from app.readers.entries import Entry, listed, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ISSUE_FIELDS = frozenset(Issue.__dataclass_fields__)
# The lists of words, in the order in which they are explained.
WORD_LISTS = (
    *("things", "certain", "vague", "acts", "implying", "kinds", "place"),
    *("contrary", "events", "states", "pointing", "exclusions"),
)
_WORDING_FIELDS = frozenset(("label", "sentence"))

# How a stance is put in words where an issue does not say it in its own.
_WORDINGS = {
    Stance.SUPPORTS: StanceWording("Supports", "is for it"),
    Stance.OPPOSES: StanceWording("Opposes", "is against it"),
    Stance.CONDITIONAL: StanceWording("Conditional", "says yes or no under a stated condition"),
    Stance.NONCOMMITTAL: StanceWording("Noncommittal", "takes no side, or defers"),
    Stance.UNDETERMINED: StanceWording("Undetermined", "no deciding words were found"),
}


def issue_entries(path: Path) -> Iterator[Entry]:
    """The issues of a file: it is one, or has several under ``issues``."""
    content = load_yaml(path)
    if isinstance(content, dict) and "issues" in content:
        yield from listed(path, "issues", "issue", ISSUE_FIELDS, "slug")
    else:
        slug = content.get("slug") if isinstance(content, dict) else None
        label = f"issue {slug}" if isinstance(slug, str) else "issue"
        yield Entry.of(path, label, content, ISSUE_FIELDS)


def read_issue(entry: Entry) -> Issue:
    """The issue of an entry. Raises InvalidDefinition for the first field that is wrong."""
    proposition = entry.text("proposition")
    words = {name: entry.texts(name) for name in WORD_LISTS}
    whose = entry.choice("whose", Whose) or Whose.ANYONE
    timing = entry.choice("timing", Timing) or Timing.ANY
    if not words["things"]:
        entry.fail("things", "is missing; expected at least one word for what it is about")
    if whose is not Whose.ANYONE and not words["place"]:
        entry.fail("whose", f"is '{whose}', which asks for words under 'place'")
    if timing is not Timing.ANY and not words["events"]:
        entry.fail("timing", f"is '{timing}', which asks for words under 'events'")
    return Issue(
        slug=entry.slug("slug"),
        title=entry.text("title", proposition),
        proposition=proposition,
        description=entry.text("description", proposition),
        counts=entry.texts("counts"),
        does_not_count=entry.texts("does_not_count"),
        stances=wordings(entry),
        whose=whose,
        timing=timing,
        **words,
    )


def wordings(entry: Entry) -> dict[Stance, StanceWording]:
    """The stances in words: the entry's own, and the general ones for the rest."""
    value = entry.fields.get("stances")
    own = Entry.of(entry.path, f"{entry.label}, stances", value or {}, frozenset(Stance))
    found = dict(_WORDINGS)
    for stance in Stance:
        if own.fields.get(stance) is not None:
            label = f"{own.label}, {stance}"
            wording = Entry.of(entry.path, label, own.fields[stance], _WORDING_FIELDS)
            found[stance] = StanceWording(wording.text("label"), wording.text("sentence"))
    return found
