"""Pictures: what is drawn has room, no box stands for a letter, and each is bounded in time."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import pytest
from PIL import Image

from app.pictures import drawing, fonts
from app.pictures.drawing import draw
from app.pictures.fonts import SANS, SERIF, clean, face_for
from app.pictures.plates import RowsPlate, Sign, WordsPlate
from app.pictures.setting import ELLIPSIS, fitted, shortened
from app.pictures.signs import COLOURS, shape_of

PLATE = WordsPlate(
    words="“No troops will be sent,”",
    signs=(Sign("opposes", "opposes", certain=True),),
    about="on “Foreign troops”",
    note="direct quote",
    name="Ada Moreau",
    doubt="",
    role="foreign minister",
    dates="Said 10 Feb 2025?",
    outlet="The Gazette",
)
LONG = "We have never said that we would do this without any of the others being asked. " * 400


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    "plate",
    [
        PLATE,
        replace(PLATE, words=LONG, name=LONG, role=LONG, outlet=LONG, dates=LONG),
        replace(PLATE, words="a" * 50_000, signs=PLATE.signs * 30),
        replace(PLATE, words="", name="", role="", outlet="", dates="", signs=(), note=""),
        replace(PLATE, words="هذه كلمات", name="محمد", role="وزير", outlet="جريدة"),
        replace(PLATE, words="\ud800 \x00 e\u0301\u0302\u0303 \u202ereversed\u202c 👩‍👩‍👧"),
        RowsPlate("A heading", "A sentence", (), 0),
        RowsPlate(LONG, LONG, ((LONG, PLATE.signs * 9),) * 40, 999),
        RowsPlate("Ada", LONG, (("Own", PLATE.signs),), 0, LONG, LONG),
        RowsPlate("Ada", "Minister", (), 0, "中文", "Latest: said 1 Jan 2025"),
        RowsPlate("中文", "עברית", (("ไทย", PLATE.signs),), 1),
    ],
)
def test_whatever_it_says_it_is_one_png_of_one_size(plate: WordsPlate | RowsPlate) -> None:
    began = time.process_time()
    content = draw(plate)
    assert time.process_time() - began < 2
    image = opened(content)
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(content) < 120_000
    # Nothing runs over the edge.
    paper = image.convert("RGB").getpixel((0, 0))
    for edge in ((0, 0, 60, 630), (1140, 0, 1200, 630), (0, 0, 1200, 30), (0, 600, 1200, 630)):
        colours = image.convert("RGB").crop(edge).getcolors()
        assert colours == [((edge[2] - edge[0]) * (edge[3] - edge[1]), paper)], edge


@pytest.mark.parametrize(
    "letters",
    [
        "Зеленський Їжак ґава Ё ы э", "Ąę Łódź źdźbło Żółć", "İstanbul ğüşiöç Iı", "Ωμέγα ΐ ή",
        "Straße œuvre Ærø Þór", "Dvořák ěščřž", "Ștefan ț", "“„«»‘’—–…•№€₴→−×",
    ],
)  # fmt: skip
def test_the_fonts_have_the_letters_that_names_need(letters: str) -> None:
    assert not SERIF.lacks(letters)
    assert not SANS.lacks(letters)


@pytest.mark.parametrize("letters", ["中", "ا", "א", "ไ", "\U0001f54a", "\U0010ffff", "ა"])
def test_what_the_fonts_lack_is_known_and_not_drawn(letters: str) -> None:
    assert SERIF.lacks(letters)
    assert face_for((f"Ada {letters}",), SERIF, SANS) is None
    told = draw(replace(PLATE, words=f"Ada {letters}"))
    assert told == draw(replace(PLATE, words=letters))  # it says that they stand on the page
    assert told != draw(replace(PLATE, words="Ada"))


def test_without_a_shaper_only_what_it_would_set_wrongly_is_lacking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "shapes", lambda: False)
    face = fonts.Face(SERIF.file)
    assert not face.lacks("İstanbul Łódź Київ é")
    assert face.lacks("x\u0301")  # has no composed form
    assert face.width("Київ", 20) > 0


def test_words_shrink_before_they_are_cut_and_are_cut_at_a_word() -> None:
    few, more = (fitted("word " * number, SERIF, 1000, 300) for number in (5, 60))
    assert few.size > more.size
    assert not more.cut
    cut = fitted(LONG, SERIF, 1000, 300)
    assert cut.cut
    assert cut.lines[-1].endswith(ELLIPSIS)
    shown = " ".join(cut.lines).removesuffix(ELLIPSIS).split()
    assert shown == LONG.split()[: cut.shown]
    for found in (few, more, cut):
        assert len(found.lines) * found.leading <= 300
        assert max(SERIF.width(line, found.size) for line in found.lines) <= 1001
    assert shortened("one two three", SANS, 30, SANS.width("one two three", 30) - 1) == "one two …"


def test_a_cut_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    said = drawing._Sheet.said

    def kept(self: drawing._Sheet, *given: object) -> None:
        told.append(str(given[2]))
        said(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing._Sheet, "said", kept)
    draw(replace(PLATE, words=LONG))
    assert any(one.startswith("Cut: the first ") and "of 6,400 words" in one for one in told)


def test_what_nobody_sees_is_not_drawn() -> None:
    assert clean("a\u200bb\u202e\n c\u00adde\u0301 ") == "ab cdé"


def test_each_stance_has_a_shape_of_its_own_sure_and_not_sure() -> None:
    shapes = {
        shape_of(Sign(key, key, certain=certain), 32).convert("1").tobytes()
        for key in COLOURS
        for certain in (True, False)
    }
    assert len(shapes) == 2 * len(COLOURS) - 1  # undetermined is never sure
