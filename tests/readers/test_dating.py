from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import UNKNOWN_DATE, DateBasis
from app.readers.dating import Clues, Dated, date_of_address, date_of_lines, date_page, parse_date


def dated(
    *,
    metadata: tuple[tuple[str, str], ...] = (),
    address: str | None = None,
    lines: tuple[str, ...] = (),
    guess: str | None = None,
    captured_at: datetime | None = None,
) -> Dated:
    return date_page(Clues(metadata, address, lines, lambda: guess, captured_at))


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2025-09-04", "2025-09-04"),
        ("2025-9-4", "2025-09-04"),
        ("2025-09-04T23:30:00-05:00", "2025-09-04"),
        ("2025-09-04T23:30:00.123Z", "2025-09-04"),
        ("2025-09-04 23:30", "2025-09-04"),
        ("2025/09/04", "2025-09-04"),
        ("20250904", "2025-09-04"),
        ("20250904T233000Z", "2025-09-04"),
        ("20250904233000", "2025-09-04"),
        ("Thu, 04 Sep 2025 23:30:00 -0500", "2025-09-04"),
        ("Thu Sep 04 23:30:00 UTC 2025", "2025-09-04"),
        ("4 September 2025", "2025-09-04"),
        ("4th of September 2025", "2025-09-04"),
        ("Thursday, September 4th, 2025, 10:00", "2025-09-04"),
        ("Sept. 4, 2025", "2025-09-04"),
        ("04-Sep-2025", "2025-09-04"),
        ("04.09.2025", "2025-09-04"),
        ("25/02/2025", "2025-02-25"),
        ("02/25/2025", "2025-02-25"),
        ("02/02/2025", "2025-02-02"),
        ("1757023200", "2025-09-04"),
        ("1757023200000", "2025-09-04"),
        ("2025-09", "2025-09"),
        ("September 2025", "2025-09"),
        ("2025", "2025"),
        ("  2025-09-04\n", "2025-09-04"),
        ("1848-03-04", "1848-03-04"),
    ],
)
def test_dates_as_they_are_written(words: str, edtf: str) -> None:
    found = parse_date(words)
    assert (found.edtf, found.basis) == (edtf, DateBasis.METADATA)


@pytest.mark.parametrize(
    "words",
    [
        *("2025-02-30", "2025-13-01", "30 February 2025", "04/09/2025", "yesterday", "", "   "),
        *("0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "9999-12-31", "0", "2025-09-045"),
        *("4 Foo 2025", "Mon", "12:30", "٢٠٢٥-٠٩-٠٤x", "2025-00-10", "0000-00-00 00:00:00"),
    ],
)
def test_what_is_no_date_or_not_one_only(words: str) -> None:
    assert parse_date(words) == UNKNOWN_DATE
    assert parse_date(None) == UNKNOWN_DATE


@given(st.text(max_size=60))
def test_any_words_give_a_date_or_none(words: str) -> None:
    found = parse_date(words)
    assert found.known == (found.edtf is not None)
    date_of_address(words)
    date_of_lines([words])


@pytest.mark.parametrize(
    ("address", "edtf"),
    [
        ("https://a.example/2025/09/04/talks", "2025-09-04"),
        ("https://a.example/world/2025/9/4/talks-fail", "2025-09-04"),
        ("https://a.example/world/2025/sep/04/talks", "2025-09-04"),
        ("https://a.example/news/talks-2025-09-04/", "2025-09-04"),
        ("https://a.example/20250904-talks.html", "2025-09-04"),
        ("https://a.example/2025/09/talks", "2025-09"),
        ("https://a.example/2025/02/30/talks", "2025-02"),
        ("https://a.example/talks-2025", None),
        ("https://a.example/article/1234567890", None),
        ("https://a.example/20251399-talks", None),
        ("https://a.example/1789/07/14/bastille", None),
        ("https://a.example/a?date=2025-09-04", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_dates_in_addresses(address: str | None, edtf: str | None) -> None:
    assert date_of_address(address).edtf == edtf


LONG = (
    "The minister of Freedonia said on Monday that the talks would go on for at least another "
    "week, and that her country would not take part."
)


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("Published 4 September 2025 at 10:00", "2025-09-04"),
        ("4 September 2025", "2025-09-04"),
        ("Thursday, September 4, 2025", "2025-09-04"),
        ("By Ann Smith | Sept. 4, 2025 10:00 am EDT", "2025-09-04"),
        ("Updated 6 September 2025. First published 4 September 2025", "2025-09-04"),
        ("Published 4 September 2025; updated 6 September 2025", "2025-09-04"),
        (f"KYIV, September 4, 2025 (The Wire) — {LONG}", "2025-09-04"),
        ("Updated 6 September 2025", None),
        ("Last modified: 6 September 2025", None),
        ("The law was passed on 4 September 2025.", None),
        (f"{LONG} She spoke of the talks of 4 September 2025", None),
        ("30 February 2025", None),
        ("4 September", None),
    ],
)
def test_dates_that_are_printed(line: str, edtf: str | None) -> None:
    found, words = date_of_lines(["A title", line])
    assert found.edtf == edtf
    assert found.basis is (DateBasis.STATED if edtf else DateBasis.UNKNOWN)
    assert bool(words) == bool(edtf)


META = (("JSON-LD datePublished", "2025-09-04"),)
ADDRESS = "https://a.example/2025/09/04/talks"


def test_the_order_of_trust() -> None:
    everything = dated(metadata=META, address=ADDRESS, lines=("5 May 2025",), guess="2025-01-02")
    assert everything.note == "Its metadata (JSON-LD datePublished) gives it."
    without = dated(address=ADDRESS, lines=("5 May 2025",), guess="2025-01-02")
    assert (without.published.edtf, without.note) == ("2025-09-04", "Its address contains it.")
    printed = dated(lines=("5 May 2025",), guess="2025-01-02")
    assert (printed.published.edtf, printed.published.basis) == ("2025-05-05", DateBasis.STATED)
    guessed = dated(guess="2025-01-02").published
    assert (guessed.edtf, guessed.basis, guessed.guessed) == (
        "2025-01-02?",
        DateBasis.INFERRED,
        True,
    )
    assert dated() == Dated()


def test_a_day_that_is_printed_goes_before_a_month_in_the_address() -> None:
    month = "https://a.example/2025/09/talks"
    assert dated(address=month, lines=("4 September 2025",)).published.edtf == "2025-09-04"
    assert dated(address=month, guess="2025-01-02").published.edtf == "2025-09"


def test_the_first_sound_date_of_the_metadata_is_taken_and_the_others_told_of() -> None:
    found = dated(metadata=(("meta date", "2025-02-30"), ("meta pubdate", "2025-02-28")))
    assert found.published.edtf == "2025-02-28"
    assert found.notes == ("Its metadata (meta date) gives '2025-02-30', which is no date.",)


def test_metadata_and_address_that_differ() -> None:
    found = dated(metadata=META, address="https://a.example/2024/09/04/talks")
    assert found.published.edtf == "2025-09-04"
    assert found.notes == ("Its metadata says 2025-09-04, but its address 2024-09-04.",)
    assert dated(metadata=META, address="https://a.example/2025/09/05/x").notes == ()
    assert dated(metadata=META, address="https://a.example/2025/09/x").notes == ()


def test_nothing_is_published_after_it_was_fetched() -> None:
    fetched = datetime(2025, 9, 3, 12, tzinfo=UTC)
    found = dated(metadata=META, captured_at=fetched)
    assert found.published.known, "time zones"
    late = dated(
        metadata=(("meta date", "2025-09-05"),),
        address="https://a.example/2025/09/05/x",
        lines=("5 September 2025",),
        guess="2025-09-05",
        captured_at=fetched,
    )
    assert not late.published.known
    assert "after the day on which it was fetched" in late.notes[0]
