"""Fonts: the two that pictures are set in, and which characters they have."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from PIL import ImageFont, features

from app.config import resource_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEASURED_AT = 100  # widths are measured at this size and scaled: drawing is not hinted
# No font has a glyph for a noncharacter: what is drawn for it is the box.
_NOBODY_HAS = "\U0010ffff"


@dataclass(frozen=True)
class Face:
    """One font in all sizes."""

    file: str
    _sizes: dict[int, ImageFont.FreeTypeFont] = field(default_factory=dict, compare=False)
    _known: dict[str, bool] = field(default_factory=dict, compare=False)

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font in a size in pixels."""
        found = self._sizes.get(size)
        if found is None:
            path = resource_folder("static") / "fonts" / self.file
            engine = ImageFont.Layout.RAQM if shapes() else ImageFont.Layout.BASIC
            found = ImageFont.truetype(path, size, layout_engine=engine)
            self._sizes[size] = found
        return found

    def width(self, text: str, size: float) -> float:
        """How wide a text is in a size."""
        return self.at(_MEASURED_AT).getlength(text) * size / _MEASURED_AT

    def lacks(self, text: str) -> bool:
        """Whether it would show a box for some character, or set a mark in a wrong place."""
        return any(not self._has(one) for one in set(text))

    def _has(self, one: str) -> bool:
        known = self._known.get(one)
        if known is None:
            # Without a shaper a mark lands beside its letter.
            known = one == " " or (
                (shapes() or not unicodedata.combining(one)) and self._glyph(one) != _box(self.file)
            )
            if len(self._known) < 5_000:
                self._known[one] = known
        return known

    def _glyph(self, one: str) -> bytes:
        mask, place = self.at(_MEASURED_AT).getmask2(one)
        return bytes(mask) + str((mask.size, place)).encode()


@cache
def _box(file: str) -> bytes:
    return Face(file)._glyph(_NOBODY_HAS)  # noqa: SLF001 - of its own kind


@cache
def shapes() -> bool:
    """Whether Pillow can shape text: its wheels have raqm, which needs FriBiDi on the machine."""
    return bool(features.check("raqm"))


SERIF = Face("SourceSerif4-Regular.ttf")
SANS = Face("SourceSans3-Regular.ttf")


def face_for(texts: Iterable[str], first: Face, second: Face) -> Face | None:
    """The first of two faces that has all characters of some texts; None: neither has."""
    found = tuple(texts)
    return next((one for one in (first, second) if not any(map(one.lacks, found))), None)


def clean(text: str) -> str:
    """A text as it is drawn: composed, on one line, without what nobody can see."""
    plain = unicodedata.normalize("NFC", text)
    kept = (
        " " if one.isspace() else one
        for one in plain
        if one.isspace() or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join("".join(kept).split())
