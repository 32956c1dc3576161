"""SharePage and FollowPage: how to pass on a statement or a comparison, and how to follow one."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import ceil
from typing import TYPE_CHECKING

from app.views.links import Link

if TYPE_CHECKING:
    from app.views.share_head import Head

WIDTH = 600
_INSET = 36  # on both sides of the text together
_LETTER, _LINE = 11, 28  # of the words: the width of a letter and the height of a line
_SMALL_LETTER, _SMALL_LINE = 7.4, 21  # of what stands around them
_SMALL = 270  # letters of who, when, where and how found, as a rule
_AROUND = 134
LOWEST, HIGHEST = 200, 1_000
COMPARISON_HEIGHT = 720


@dataclass(frozen=True, slots=True)
class Embed:
    """A page for a frame, and how large the frame is to be."""

    path: str
    title: str
    width: int
    height: int

    def code(self, origin: str) -> str:
        """What to put into a page."""
        return frame_code(f"{origin}{self.path}", self.title, self.width, self.height)


@dataclass(frozen=True, slots=True)
class SharePage:
    """All that /statements/{id}/share and /compare/share show. Addresses are paths."""

    title: str
    of: Link  # the page that is shared
    what: str
    embed: Embed
    picture: str
    picture_says: str
    feed: str | None
    follow: str | None
    annotation: str | None
    address: str


@dataclass(frozen=True, slots=True)
class FollowPage:
    """All that /compare/follow shows."""

    title: str
    of: Link
    sentence: str
    feed: str
    address: str


def statement_share(head: Head, address: str, words: str) -> SharePage:
    """How to share a statement."""
    return SharePage(
        title=f"Share: {head.title}",
        of=Link(address, head.title),
        what="statement",
        embed=Embed(f"/embed{address}", f"{head.title}, On Record", WIDTH, frame_height(words)),
        picture=head.picture,
        picture_says=head.picture_says,
        feed=None,
        follow=None,
        annotation=head.annotation,
        address=head.share or address,
    )


def comparison_share(head: Head, address: str) -> SharePage:
    """How to share a comparison; ``address`` is its own."""
    return SharePage(
        title=f"Share: {head.title}",
        of=Link(address, head.title),
        what="comparison",
        embed=Embed(f"/embed{address}", f"{head.title}, On Record", WIDTH, COMPARISON_HEIGHT),
        picture=head.picture,
        picture_says=head.picture_says,
        feed=head.feed,
        follow=head.follow,
        annotation=None,
        address=head.share or address,
    )


def follow_page(head: Head, address: str) -> FollowPage:
    """How to follow a comparison; ``address`` is its own."""
    return FollowPage(
        title=f"Follow: {head.title}",
        of=Link(address, head.title),
        sentence=head.description,
        feed=head.feed or "",
        address=head.follow or address,
    )


def frame_height(words: str, width: int = WIDTH) -> int:
    """How high a frame has to be for most of such words, without a script to measure it."""
    room = max(width - _INSET, 60)
    lines = ceil(len(words) * _LETTER / room)
    small = ceil(_SMALL * _SMALL_LETTER / room)
    return min(HIGHEST, max(LOWEST, _AROUND + lines * _LINE + small * _SMALL_LINE))


def frame_code(address: str, title: str, width: int, height: int) -> str:
    """What somebody puts into a page to show a frame of ours; ``address`` is absolute."""
    return (
        f'<iframe src="{escape(address)}" width="{width}" height="{height}" '
        f'title="{escape(title)}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    )
