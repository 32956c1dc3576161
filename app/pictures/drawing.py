"""Drawing: a plate as PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw

from app.pictures.fonts import SANS, SERIF, Face, clean, face_for
from app.pictures.plates import WordsPlate
from app.pictures.setting import fitted, shortened
from app.pictures.signs import INK, LINE, PAPER, SOFT, colour_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.pictures.plates import Plate, RowsPlate, Sign

WIDTH, HEIGHT = 1200, 630
_EDGE = 72
_ROOM = WIDTH - 2 * _EDGE
_FOOT = 486  # where the line above the foot stands
_NOT_HERE = "These words are in letters that this picture does not have. They stand on the page."
_LACKING = "(see the page)"
_NO_NAME = "The speaker’s name stands on the page."
# A text is cut to this before anything is measured, so that no article makes a picture slow.
_LONGEST = 3_000
_GAP = 14
_NAMES = 370  # where the counts of a row begin
_SMALLEST = 20
_LEAST = 160  # what is narrower says nothing
_SHAPE, _APART = 0.86, 0.3  # a shape and the gap to its word, in sizes of the word


def draw(plate: Plate) -> bytes:
    """The picture as PNG, 1200 by 630."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    if isinstance(plate, WordsPlate):
        _draw_words(_Sheet(image), plate)
    else:
        _draw_rows(_Sheet(image), plate)
    made = io.BytesIO()
    # Few colours, so that a palette holds them and the file is small.
    image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(made, "PNG")
    return made.getvalue()


class _Look(NamedTuple):
    """A size in pixels and a colour."""

    size: int
    colour: str


class _Sheet:
    """The picture while it is drawn."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)

    def text(self, x: float, base: float, text: str, face: Face, look: _Look) -> float:
        """Set a text on a line; returns where it ends."""
        self._draw.text((x, base), text, font=face.at(look.size), fill=look.colour, anchor="ls")
        return x + face.width(text, look.size)

    def line(self, y: int) -> None:
        """A thin line from edge to edge."""
        self._draw.line((_EDGE, y, WIDTH - _EDGE, y), fill=LINE, width=2)

    def signs(
        self, x: float, base: int, signs: Sequence[Sign], size: int, *, until: float
    ) -> float:
        """Set stances in a row, smaller where they are many; what has no room is an ellipsis.

        Returns where they end.
        """
        while size > _SMALLEST and x + _length(signs, size) > until:
            size -= 2
        for number, sign in enumerate(signs):
            rest = 0 if number + 1 == len(signs) else SANS.width("…", size) + 2 * _GAP
            if x + _length([sign], size) + rest > until:
                return self.text(x, base, "…", SANS, _Look(size, SOFT))
            if before := _before(sign):
                x = self.text(x, base, before, SANS, _Look(size, SOFT))
            if sign.key:
                side = round(size * _SHAPE)
                place = (round(x), base - side + round(size * 0.12))
                self._image.paste(shape_of(sign, side), place)
                x += side + size * _APART
            x = self.text(x, base, sign.word, SANS, _Look(size, colour_of(sign))) + 2 * _GAP
        return x

    def said(self, x: float, base: int, text: str, look: _Look, width: float) -> None:
        """A line of text in the sans serif, or in the serif if only that has its letters."""
        plain = clean(text[:_LONGEST])
        face = face_for((plain,), SANS, SERIF)
        if face is None:
            plain, face = _LACKING, SANS
        if plain:
            self.text(x, base, shortened(plain, face, look.size, width), face, look)

    def mark(self) -> None:
        """Whose picture it is, at the foot."""
        width = SERIF.width("On Record", 30)
        self.text(WIDTH - _EDGE - width, HEIGHT - 58, "On Record", SERIF, _Look(30, INK))


def _draw_words(sheet: _Sheet, plate: WordsPlate) -> None:
    note_width = SANS.width(plate.note, 26)
    until = WIDTH - _EDGE - note_width - 2 * _GAP
    end = sheet.signs(_EDGE, 92, plate.signs, 30, until=until)
    if plate.about and until - end > _LEAST:
        sheet.said(end, 92, plate.about, _Look(26, SOFT), until - end)
    sheet.text(WIDTH - _EDGE - note_width, 92, plate.note, SANS, _Look(26, SOFT))
    words = clean(plate.words)
    face = face_for((words[:_LONGEST],), SERIF, SANS)
    if face is None:
        sheet.said(_EDGE, 260, _NOT_HERE, _Look(30, SOFT), _ROOM)
    else:
        top, height = 124, _FOOT - 124 - 20
        found = fitted(words, face, _ROOM, height)
        if found.cut:
            found = fitted(words, face, _ROOM, height - 34)
        spare = height - (34 if found.cut else 0) - found.leading * len(found.lines)
        base = top + spare // 2 + round(found.size * 0.98)
        for number, line in enumerate(found.lines):
            sheet.text(_EDGE, base + number * found.leading, line, face, _Look(found.size, INK))
        if found.cut:
            told = f"Cut: the first {found.shown} of {found.words:,} words. All stand on the page."
            sheet.said(_EDGE, _FOOT - 18, told, _Look(24, SOFT), _ROOM)
    sheet.line(_FOOT)
    name = clean(plate.name[:_LONGEST])
    drawn = face_for((name,), SERIF, SANS)
    if drawn is None:
        sheet.said(_EDGE, 536, _NO_NAME, _Look(28, SOFT), _ROOM)
    else:
        after = "; ".join(part for part in (plate.doubt, plate.role) if part)
        room = _ROOM * 0.62 if after else _ROOM
        end = sheet.text(_EDGE, 536, shortened(name, drawn, 38, room), drawn, _Look(38, INK))
        if after:
            sheet.said(end + _GAP, 536, after, _Look(28, SOFT), WIDTH - _EDGE - end - _GAP)
    sheet.said(_EDGE, HEIGHT - 58, _foot(plate), _Look(26, SOFT), _ROOM - 180)
    sheet.mark()


def _draw_latest(sheet: _Sheet, plate: RowsPlate, top: int) -> None:
    """Some words below the rows, in what room there is; a cut is told beside when and where."""
    words, note = clean(plate.words), plate.words_note
    face = face_for((words[:_LONGEST],), SERIF, SANS)
    if face is None:
        sheet.said(_EDGE, top + 40, _NOT_HERE, _Look(28, SOFT), _ROOM)
    else:
        found = fitted(words, face, _ROOM, _FOOT - 20 - top, (43, 39, 35, 32))
        for number, line in enumerate(found.lines):
            base = top + round(found.size * 0.98) + number * found.leading
            sheet.text(_EDGE, base, line, face, _Look(found.size, INK))
        if found.cut:
            note = f"{note}; cut, {found.shown} of {found.words:,} words"
    sheet.said(_EDGE, _FOOT + 18, note, _Look(24, SOFT), _ROOM)


def _before(sign: Sign) -> str:
    """Whose stance it is, in letters that there are."""
    before = clean(sign.before)
    if not before:
        return ""
    return "somebody else: " if SANS.lacks(before) else f"{before} "


def _length(signs: Sequence[Sign], size: int) -> float:
    """How wide a row of stances is."""
    each = sum(SANS.width(_before(one) + one.word, size) for one in signs)
    return each + len(signs) * size * (_SHAPE + _APART) + 2 * _GAP * (len(signs) - 1)


def _foot(plate: WordsPlate) -> str:
    """When and where; where the letters of the outlet's name are lacking, only when."""
    outlet = clean(plate.outlet[:200])
    told = face_for((outlet + plate.dates,), SANS, SERIF) is not None
    return f"{plate.dates}, {outlet}" if told and outlet else plate.dates


def _draw_rows(sheet: _Sheet, plate: RowsPlate) -> None:
    heading = clean(plate.heading[:_LONGEST])
    face = face_for((heading,), SERIF, SANS)
    top = 64
    if face is not None:
        found = fitted(heading, face, _ROOM, 128, (54, 48, 43, 39))
        for line in found.lines:
            top += found.leading
            sheet.text(_EDGE, top - round(found.size * 0.22), line, face, _Look(found.size, INK))
    sentence = clean(plate.sentence[:_LONGEST])
    face = face_for((sentence,), SANS, SERIF)
    if face is not None and sentence:
        set_ = fitted(sentence, face, _ROOM, 2 * round(30 * 1.3), (30,))
        for line in set_.lines:
            top += set_.leading
            sheet.text(_EDGE, top, line, face, _Look(set_.size, SOFT))
    top += 20
    step = 50
    fits = max(0, (_FOOT + 24 - top) // step)
    for name, signs in plate.rows[:fits]:
        top += step
        sheet.line(top - 36)
        sheet.said(_EDGE, top, name, _Look(28, INK), _NAMES - _GAP)
        sheet.signs(_EDGE + _NAMES, top, signs, 26, until=WIDTH - _EDGE)
    if plate.words:
        _draw_latest(sheet, plate, top + 30)
    sheet.line(_FOOT + 40)
    if rest := plate.more + len(plate.rows[fits:]):
        foot = f"and {rest:,} more {'actor' if rest == 1 else 'actors'}"
        sheet.said(_EDGE, HEIGHT - 58, foot, _Look(26, SOFT), _ROOM - 180)
    sheet.mark()
