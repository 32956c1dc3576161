"""The file of a snapshot, made and checked. It holds its own style and nothing from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from app import __version__
from app.config import resource_folder
from app.errors import InputError
from app.views.snapshot_file import Found, read_file, snapshot_file
from app.web.templating import environment

if TYPE_CHECKING:
    from jinja2 import Template

    from app.domain.snapshots import Snapshot


class _Style(NamedTuple):
    element: Markup
    source: str  # what a Content-Security-Policy names it by


def snapshot_html(snapshot: Snapshot, origin: str) -> bytes:
    """The file of a snapshot: the same bytes whenever this version makes it."""
    return _made(snapshot, origin, __version__)


def check(content: bytes) -> Found:
    """What is in a snapshot's file. Raises InputError unless data and page are as they were made.

    The page is made again of the data and compared byte for byte.
    """
    found = read_file(content)
    if _made(found.snapshot, found.origin, found.version) != content:
        other = (
            f"changed, or made by another version: the file says {found.version}, this is "
            f"{__version__}"
        )
        why = "changed" if found.version == __version__ else other
        raise InputError(
            f"The data in this file are whole (SHA-256 {found.snapshot.sha256}), but the page "
            f"around them is not what is made of them: it was {why}. Trust the data alone: "
            "--json writes them out."
        )
    return found


def _made(snapshot: Snapshot, origin: str, version: str) -> bytes:
    text = _template().render(
        page=snapshot_file(snapshot, origin), style=_style(), version=version, snapshot=snapshot
    )
    return text.encode("utf-8", "replace")


@cache
def _template() -> Template:
    return environment().get_template("snapshot_file.html")


@cache
def _style() -> _Style:
    text = (resource_folder("static") / "snapshot-file.css").read_text("utf-8").strip()
    digest = b64encode(sha256(text.encode()).digest()).decode()
    element = Markup(f"<style>{text}</style>")  # noqa: S704 - our own file, with no word of others
    return _Style(element, f"sha256-{digest}")
