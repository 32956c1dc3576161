"""Signs: the shapes of the stances, as templates/shapes.html has them for pages."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.pictures.plates import Sign

# The colours of static/base.css by day.
PAPER, INK, SOFT, LINE = "#fbfbf9", "#1a1c1f", "#565b62", "#d9dad5"
COLOURS = {
    "supports": "#0a6455",
    "opposes": "#a5311a",
    "conditional": "#7b4f00",
    "noncommittal": "#465261",
    "undetermined": "#5c6067",
}
_FINE = 4  # drawn so much larger, then made smaller: Pillow's own edges are rough
_GRID = 16  # the shapes are drawn on 16 by 16, as on pages
_SQUARE = ((1.8, 1.8), (14.2, 1.8), (14.2, 14.2), (1.8, 14.2))
_DIAMOND = ((8.0, 1.4), (14.6, 8.0), (8.0, 14.6), (1.4, 8.0))
_DASHES = 7


def colour_of(sign: Sign) -> str:
    """The colour that repeats what word and shape say."""
    return COLOURS.get(sign.key, SOFT)


def shape_of(sign: Sign, size: int) -> Image.Image:
    """The shape in a size, on paper. Empty and broken where the stance is not certain."""
    scale = size * _FINE / _GRID
    image = Image.new("RGB", (size * _FINE, size * _FINE), PAPER)
    draw = ImageDraw.Draw(image)
    colour = colour_of(sign)
    broken = not sign.certain
    inner = colour if broken else PAPER

    def line(*places: float) -> None:
        draw.line([place * scale for place in places], fill=inner, width=round(2 * scale))

    if sign.key == "supports":
        _circle(draw, scale, colour, broken=broken, filled=True)
        line(8, 4.8, 8, 11.2)
        line(4.8, 8, 11.2, 8)
    elif sign.key == "opposes":
        if sign.certain:
            draw.rectangle([place * scale for place in (1.8, 1.8, 14.2, 14.2)], fill=colour)
        _sides(draw, _SQUARE, scale, colour, broken=broken)
        line(4.8, 8, 11.2, 8)
    elif sign.key == "conditional":
        _sides(draw, _DIAMOND, scale, colour, broken=broken)
        if sign.certain:
            half = [(x * scale, y * scale) for x, y in (_DIAMOND[0], *_DIAMOND[2:])]
            draw.polygon(half, fill=colour)
        else:
            line(8, 3, 8, 13)
    elif sign.key == "noncommittal":
        _circle(draw, scale, colour, broken=broken, filled=False)
    else:
        for step in range(12):
            x, y = 8 + 6 * cos(step * pi / 6), 8 + 6 * sin(step * pi / 6)
            dot = (x - 0.9, y - 0.9, x + 0.9, y + 0.9)
            draw.ellipse([place * scale for place in dot], fill=colour)
    return image.resize((size, size), Image.Resampling.BOX)


def _circle(
    draw: ImageDraw.ImageDraw, scale: float, colour: str, *, broken: bool, filled: bool
) -> None:
    """A circle; an outline in dashes where it is broken."""
    box = [place * scale for place in (1.25, 1.25, 14.75, 14.75)]
    thick = max(1, round(1.5 * scale))
    if not broken:
        draw.ellipse(box, fill=colour if filled else None, outline=colour, width=thick)
        return
    step = 360 / _DASHES
    for number in range(_DASHES):
        draw.arc(box, number * step, (number + 0.6) * step, fill=colour, width=thick)


def _sides(
    draw: ImageDraw.ImageDraw,
    corners: Sequence[tuple[float, float]],
    scale: float,
    colour: str,
    *,
    broken: bool,
) -> None:
    """The sides of a shape; in two dashes each where it is broken."""
    points = [(x * scale, y * scale) for x, y in corners]
    for (x, y), (to_x, to_y) in zip(points, [*points[1:], points[0]], strict=True):
        for start, end in ((0.0, 0.38), (0.62, 1.0)) if broken else ((0.0, 1.0),):
            place = (x + (to_x - x) * start, y + (to_y - y) * start)
            to = (x + (to_x - x) * end, y + (to_y - y) * end)
            draw.line((*place, *to), fill=colour, width=max(1, round(1.5 * scale)))
