from __future__ import annotations

import io
import random

import pytest

from app.domain.articles import Article
from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers.material import Limits, Material
from app.readers.pdf import read_pdf
from tests.readers.printed import Text, column, make_pdf

LIMITS = Limits(200_000, 2_000_000, 20)

LINES = [
    "The minister said on Tuesday that the talks would go on un-",
    "til a settlement was found that all of the parties could ac-",
    "cept. He spoke of a long-term plan and called it well-",
    "known to everybody in the room.",
    " Nobody else spoke. The govern-",
    "ment had said on Monday that it would not accept a long-",
    "term plan, and that the government of the day would decide",
    "“when the time comes”.",
]
FIRST = (
    "The minister said on Tuesday that the talks would go on until a settlement was found that "
    "all of the parties could accept. He spoke of a long-term plan and called it well-known to "
    "everybody in the room."
)
SECOND = (
    "Nobody else spoke. The government had said on Monday that it would not accept a long-term "
    "plan, and that the government of the day would decide “when the time comes”."
)


def read(data: bytes, limits: Limits = LIMITS) -> Article:
    (found,) = read_pdf(Material("a.pdf", io.BytesIO(data)), limits)
    assert isinstance(found, Article)
    return found


def reason(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read(data, limits)
    assert caught.value.source == "a.pdf"
    return caught.value.reason


def test_lines_become_paragraphs_and_divided_words_whole() -> None:
    data = make_pdf(column(LINES))
    found = read(data)
    assert found.body.split("\n\n") == [FIRST, SECOND]
    assert found.capture is not None
    assert (found.capture.data, found.capture.media_type) == (data, "application/pdf")


def test_a_gap_parts_paragraphs_and_larger_letters_make_the_title() -> None:
    lines = ["First paragraph of this article, which", "is two lines long.", "", "Second one."]
    page = [*column(["Talks go on", "in Geneva"], 800, size=20), *column(lines)]
    found = read(make_pdf(page))
    assert found.title == "Talks go on in Geneva"
    assert found.body.split("\n\n") == [
        "Talks go on in Geneva",
        "First paragraph of this article, which is two lines long.",
        "Second one.",
    ]


def page_of(number: int, lines: list[str]) -> list[Text]:
    head = Text("THE DAILY PAPER", 72, 810, 9)
    foot = Text(f"Page {number} of 3", 280, 30, 9)
    other = Text(f"25 February 2025 / {number}", 72, 42, 9)
    return [head, *column(lines), other, foot]


def test_heads_and_feet_are_left_out_and_sentences_go_on_over_pages() -> None:
    pages = [
        page_of(1, ["The first page ends in the middle of a sen-"]),
        page_of(2, ["tence, and the second one does", "so"]),
        page_of(3, ["too. Here all of it ends."]),
    ]
    found = read(make_pdf(*pages))
    assert found.body == (
        "The first page ends in the middle of a sentence, and the second one does so too. "
        "Here all of it ends."
    )


def test_columns_are_read_one_after_the_other() -> None:
    left = column([f"left line {number} goes" for number in range(9)], left=72)
    right = column([f"right line {number} goes" for number in range(9)], left=320)
    body = read(make_pdf([*left, *right])).body
    assert body.index("left line 8") < body.index("right line 0")
    assert "\n" not in body


def test_lines_below_a_bullet_are_part_of_it() -> None:
    points = column(
        [
            "• The first point of the plan is that there",
            " is a plan.",
            "• The second point is that it has no",
            " first one.",
        ]
    )
    assert read(make_pdf([*column(LINES, top=600), *points])).body.split("\n\n")[-2:] == [
        "• The first point of the plan is that there is a plan.",
        "• The second point is that it has no first one.",
    ]


def test_a_number_that_stands_in_the_text_stays() -> None:
    assert "1984" in read(make_pdf([*column(["The year was"]), Text("1984", 72, 500)])).body


def test_what_the_file_says_of_itself() -> None:
    info = "/CreationDate (D:20250225101500+01'00') /Title (Nobody else spoke)"
    found = read(make_pdf(column(LINES), info=info, catalog="/Lang (en-GB)"))
    assert (found.title, found.language) == ("Nobody else spoke", "en-GB")
    assert (found.published.edtf, found.published.basis) == ("2025-02-25?", DateBasis.INFERRED)
    assert "guess" in found.published_note
    bare = read(make_pdf(column(LINES), info="/Title (Microsoft Word - x.doc) /CreationDate (D:9)"))
    assert bare.title != "Microsoft Word - x.doc"
    assert not bare.published.known


def test_a_date_that_is_printed_goes_before_that_of_the_file() -> None:
    lines = ["Published 24 February 2025", "", *LINES]
    found = read(make_pdf(column(lines), info="/CreationDate (D:20250301)"))
    assert found.published.edtf == "2025-02-24"


def test_pages_without_text_are_told_of() -> None:
    found = read(make_pdf(column(LINES), [], []))
    assert found.notes == ("Pages without text, such as pictures: 2, 3.",)


def test_a_scan_says_that_it_is_one() -> None:
    assert "a scan" in reason(make_pdf([], []))


def test_a_file_that_is_protected_says_so() -> None:
    secret = "00" * 32
    encrypted = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -4 >>"
    data = make_pdf(column(LINES), trailer=f"{encrypted} /ID [<00> <00>]")
    assert reason(data) == "It is protected by a password."


def test_fonts_that_do_not_tell_their_letters() -> None:
    differences = " ".join(f"/uni{0xE000 + code:04X}" for code in range(32, 127))
    data = make_pdf(column(LINES)).replace(
        b"/Encoding /WinAnsiEncoding",
        f"/Encoding << /Differences [32 {differences}] >>".encode(),
    )
    assert "letters cannot be told" in reason(data)


def test_too_much_text_is_put_aside() -> None:
    assert "larger than 100 bytes" in reason(make_pdf(column(LINES)), Limits(100, 2_000_000, 20))
    assert "larger than 200 bytes" in reason(make_pdf(column(LINES)), Limits(100, 200, 20))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4",
        b"%PDF-1.7\n" + bytes(range(256)) * 100,
        make_pdf(),
        make_pdf(column(LINES))[:300],
        make_pdf(column(LINES)).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
    ],
    ids=lambda _: "",
)
def test_what_is_no_whole_file_is_put_aside(data: bytes) -> None:
    assert reason(data)


def test_random_damage_is_borne() -> None:
    whole = make_pdf(column(LINES), column(LINES))
    chance = random.Random(5)  # noqa: S311 - so that it is the same damage each time
    outcomes: list[str] = []
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.append(read(bytes(data[: chance.randint(100, len(data))])).body)
        except UnreadableSource as problem:
            outcomes.append(problem.reason)
    assert not [each for each in outcomes if "Its reader failed" in each]
    assert any("minister" in each for each in outcomes)
