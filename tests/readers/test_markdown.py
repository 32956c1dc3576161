from __future__ import annotations

import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers.markdown import plain, read_markdown
from app.readers.material import Limits, Material

if TYPE_CHECKING:
    from app.domain.articles import Article

LIMITS = Limits(max_text_bytes=3_000_000, max_document_bytes=3_000_000, max_seconds=10)
TEXT = "“We will not go,” Ada Moreau said on Monday in the capital.\n"


def read(text: str) -> Article:
    (found,) = read_markdown(Material("a.md", BytesIO(text.encode())), LIMITS)
    return found


def test_front_matter_is_what_is_known_of_the_article() -> None:
    found = read(
        "---\ntitle: 'Talks: a start'\noutlet: The Paper\naddress: https://p.example/a\n"
        f"published: 2025-09~\npublished_basis: inferred\nlanguage: en_gb\n---\n\n{TEXT}"
    )
    assert found.body == TEXT.strip("\n")
    assert (found.title, found.outlet) == ("Talks: a start", "The Paper")
    assert (found.address, found.language) == ("https://p.example/a", "en-GB")
    assert (found.published.edtf, found.published.basis) == ("2025-09~", DateBasis.INFERRED)
    assert found.published_note == "Its front matter gives it."
    assert found.notes == ()
    assert found.capture is not None
    assert found.capture.data.startswith(b"---")


@pytest.mark.parametrize(
    "fields",
    [
        "headline: Talks\npublication: The Paper\nurl: https://p.example/a\ndate: 2025-09-04 10:00",
        "Title: Talks\nsite: The Paper\nsource: https://p.example/a\nDate: September 4, 2025",
        "title: Talks\npublisher: The Paper\nlink: https://p.example/a\npublished: 20250904",
    ],
)
def test_the_names_that_other_programs_use(fields: str) -> None:
    found = read(f"---\n{fields}\ntags: [a, b]\n---\n{TEXT}")
    assert (found.title, found.outlet, found.address) == (
        "Talks",
        "The Paper",
        "https://p.example/a",
    )
    assert found.published.edtf == "2025-09-04"


@pytest.mark.parametrize(
    ("front", "note"),
    [
        ("title: [a", "Its front matter is not YAML and was not used."),
        ("- a\n- b", "Its front matter is no list of fields and was not used."),
        ("date: 2025-02-30", "Its front matter gives '2025-02-30', which is no date."),
        ("date: soon", "Its front matter gives 'soon', which is no date."),
    ],
)
def test_front_matter_that_cannot_be_used_is_noted(front: str, note: str) -> None:
    found = read(f"---\n{front}\n---\n{TEXT}")
    assert found.body == TEXT.strip("\n")
    assert not found.published.known
    assert found.notes[0].startswith(note)


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read(f"---\n{TEXT}").body.strip() == TEXT.strip()
    assert read(f"{TEXT}\n---\na: b\n---\n").body.startswith(TEXT.strip())


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("# A title #", "A title"),
        ("### On C#", "On C#"),
        ("#hashtag stays", "#hashtag stays"),
        ("> “We stay,” she said.", "“We stay,” she said."),
        ("> > twice", "twice"),
        (
            "He was **very** *clear* and __firm__ and _calm_.",
            "He was very clear and firm and calm.",
        ),
        ("***both***", "both"),
        ("snake_case_name and 2*3*4 and a * b * c", "snake_case_name and 2*3*4 and a * b * c"),
        ('See [the *plan*](https://a.example/b_(c) "t").', "See the plan."),
        ("See [the plan][1].", "See the plan."),
        ("[1]: https://a.example", ""),
        ("“It is [sic] over,” he said [1].", "“It is [sic] over,” he said [1]."),
        ("![A picture](a.jpg)", ""),
        ("<https://a.example/b>", "https://a.example/b"),
        ("5 \\* 6 and \\“no\\”", "5 * 6 and \\“no\\”"),
        ("* * *", ""),
        ("- a list stays", "- a list stays"),
        ("<!-- a comment -->words", "words"),
        ("```\ncode\n```", "code"),
    ],
)
def test_marks_go_and_words_stay(marked: str, text: str) -> None:
    assert plain(marked).strip("\n") == text


def test_the_title_is_the_heading_where_nothing_else_is_said() -> None:
    found = read(f"# Talks *fail*\n\n{TEXT}")
    assert found.title == "Talks fail"
    assert found.body.startswith("Talks fail\n\n“We")


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n---\n", "***\n", "---\n" * 5])
def test_without_words_there_is_no_article(text: str) -> None:
    with pytest.raises(UnreadableSource):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "![" * 500_000,
            "[" * 1_000_000,
            "<!--" * 400_000,
            "*a" * 500_000,
            "# " + " " * 1_000_000,
        ),
        *(
            "---\n" + "a: b\n" * 300_000,
            "_" * 1_000_000,
            "> " * 500_000,
            "[a](" * 300_000,
            "\\" * 10**6,
        ),
        *("* " * 500_000 + "x", "[a][" * 300_000, "<http:" * 200_000, "`" * 1_000_000),
    ],
    ids=lambda text: text[:6],
)
def test_marks_without_end_take_no_time_without_end(text: str) -> None:
    started = time.process_time()
    plain(text + "word")
    assert time.process_time() - started < 5


@given(st.text(alphabet="*_#>[]()!<-\\`~ \nab“”'\"", max_size=200))
def test_no_quotation_mark_and_no_letter_of_prose_is_lost(text: str) -> None:
    told = plain(text)
    for mark in "“”\"'":
        assert told.count(mark) <= text.count(mark)
    if not any(sign in text for sign in "[<`~"):  # where links lead, comments, fences
        assert sum(map(told.count, "ab“”\"'")) == sum(map(text.count, "ab“”\"'"))
