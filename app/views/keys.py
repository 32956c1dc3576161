"""KeysPage: every key that does something, on pages to read and on those of editors."""

from __future__ import annotations

from dataclasses import dataclass

from app.views.queue import KEYS as QUEUE_KEYS

PATH = "/keys"
_READING = (
    ("j k", "the next and the previous card or row"),
    ("o Enter", "open the one you are at: its details"),
    ("/", "to the search field"),
    ("?", "this page"),
)
_CODING = (
    ("1–5", "choose the stance"),
    ("Enter", "save the answer"),
    ("j k", "go on, go back"),
)
_SELECTING = (
    ("1–6", "take the selected words for a field"),
    ("Shift+arrows", "select words in the text, once it has the focus"),
)


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys of some pages: as pressed, several with spaces between, and what they do."""

    id: str
    title: str
    where: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeysPage:
    """All that /keys shows. It has no data, so that nothing leads to any."""

    title: str
    groups: tuple[KeyGroup, ...]
    address: str


def keys_page() -> KeysPage:
    """The page; the same for everybody."""
    return KeysPage(
        title="Keys",
        groups=(
            KeyGroup("reading", "Reading", "On every page with cards or rows", _READING),
            KeyGroup("queue", "The queue of editors", "At one statement of the queue", QUEUE_KEYS),
            KeyGroup("coding", "Coding", "At one statement of a sample", _CODING),
            KeyGroup("adding", "Adding a statement", "Beside an article’s text", _SELECTING),
        ),
        address=PATH,
    )
