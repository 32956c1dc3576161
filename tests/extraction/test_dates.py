from __future__ import annotations

import pytest

from app.domain.dates import DateBasis, UncertainDate
from tests.extraction.who import statements

THURSDAY = "2025-09-04"


def dates(text: str, published: str | None = THURSDAY) -> list[str | None]:
    return [statement.said_on.edtf for statement in statements(text, published)]


def said_on(text: str, published: str | None = THURSDAY) -> UncertainDate:
    (statement,) = statements(text, published)
    return statement.said_on


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("on Wednesday", "2025-09-03"),
        ("Wednesday", "2025-09-03"),
        ("on Thursday", "2025-09-04"),
        ("on Friday", "2025-08-29"),
        ("last Thursday", "2025-08-28"),
        ("on Wednesday evening", "2025-09-03"),
        ("on Wednesday, September 3, 2025,", "2025-09-03"),
        ("on 1 September", "2025-09-01"),
        ("on Dec. 31", "2024-12-31"),
        ("on 2025-08-30", "2025-08-30"),
        ("yesterday", "2025-09-03"),
        ("today", "2025-09-04"),
        ("two days ago", "2025-09-02"),
        ("in 2022", "2022"),
        ("in March 2024", "2024-03"),
        ("last month", "2025-08"),
        ("earlier this month", "2025-09-01/2025-09-04"),
        ("last week", "2025-08-25/2025-08-31"),
        ("next Friday", None),
        ("on Mondays", None),
        ("on June 31", None),
    ],
)
def test_a_phrase_beside_the_cue_dates_the_statement(phrase: str, day: str | None) -> None:
    text = f"{{s1:Olga Maren}} {{c1:said}} {phrase} that {{t1:it was late}}."
    assert said_on(text).edtf == day


@pytest.mark.parametrize(
    "text",
    [
        "{s1:Olga Maren} {c1:said} {t1:they would meet on Friday}.",
        "{s1:Olga Maren} {c1:said} {t1:no} to a plan that was published on Monday.",
        "{s1:Olga Maren}, who met Peter Quill on Tuesday, {c1:said} {t1:no}.",
        "Ahead of Wednesday’s talks, {s1:Olga Maren} {c1:said} {t1:no}.",
        "Ahead of Wednesday, {s1:Olga Maren} {c1:said} {t1:no}.",
        "{s1:Olga Maren} has consistently {c1:said} {t1:no}.",
        "{s1:Olga Maren} {c1:said} {t1:no}.",
    ],
)
def test_what_is_not_the_time_of_saying_dates_nothing(text: str) -> None:
    assert not said_on(text).known


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday, {s1:Olga Maren} {c1:said} {t1:it was late}.",
        "{t1:“It is far too late,”} {s1:Olga Maren} {c1:told} reporters on Tuesday.",
        "Speaking to reporters on Tuesday, {s1:Olga Maren} {c1:said} {t1:it was late}.",
        "{s1:Olga Maren}, speaking on Tuesday in Nordstad, {c1:said} {t1:it was late}.",
        "{s1:The Sea Union leaders' statement}, issued on Tuesday, {c1:proposed} {t1:a force}.",
    ],
)
def test_where_the_time_of_saying_may_stand(text: str) -> None:
    assert said_on(text).edtf == "2025-09-02"


def test_the_basis_says_how_the_day_is_known() -> None:
    weekday = said_on("{s1:Olga Maren} {c1:said} on Monday that {t1:no}.")
    printed = said_on("{s1:Olga Maren} {c1:said} on September 1, 2025, that {t1:no}.")
    period = said_on("{s1:Olga Maren} {c1:said} last week that {t1:no}.")
    assert weekday.basis is DateBasis.WEEKDAY
    assert printed.basis is DateBasis.STATED
    assert period.basis is DateBasis.INFERRED


def test_the_occasion_goes_on() -> None:
    text = (
        "On Tuesday, {s1:Olga Maren} {c1:said} {t1:it was late}. {s2:She} {c2:added} {t2:no}.\n\n"
        "{s3:Ivo Brandt} {c3:said} {t3:yes}.\n\n{s4:Maren} {c4:rejected} {t4:the plan}."
    )
    assert dates(text) == ["2025-09-02", "2025-09-02", None, "2025-09-02"]
    same, later = (statements(text)[number].said_on for number in (1, 3))
    assert same.basis is DateBasis.WEEKDAY
    assert later.basis is DateBasis.INFERRED


def test_two_occasions_leave_the_rest_unknown() -> None:
    text = (
        "On Tuesday, {s1:Olga Maren} {c1:said} {t1:it was late}.\n\n"
        "On Monday, {s2:Maren} {c2:said} {t2:it was early}.\n\n{s3:Maren} {c3:said} {t3:no}."
    )
    assert dates(text) == ["2025-09-02", "2025-09-01", None]


def test_a_spokesman_speaks_on_the_day_his_body_did_just_before() -> None:
    text = (
        "{s1:White Hall} on Tuesday {c1:reiterated} {t1:its opposition}.\n\n"
        "{t2:“We see this very badly,”} {s2:White Hall spokesman Ivo Brandt} {c2:told} reporters."
    )
    assert dates(text) == ["2025-09-02", "2025-09-02"]


def test_the_following_day_counts_from_the_day_before_it() -> None:
    text = (
        "On Monday, {s1:Olga Maren} {c1:said} {t1:it was late}. Asked about it the following day, "
        "Peter Quill smiled. {s2:Quill} {c2:said} {t2:no}."
    )
    assert dates(text) == ["2025-09-01", "2025-09-02"]


def test_a_month_of_publication_gives_no_day() -> None:
    found = said_on("{s1:Olga Maren} {c1:said} on Monday that {t1:no}.", "2025-09")
    assert found.edtf == "2025-09?"
    assert found.basis is DateBasis.INFERRED


def test_without_a_date_of_publication_weekdays_are_unknown() -> None:
    assert not said_on("{s1:Olga Maren} {c1:said} on Monday that {t1:no}.", None).known
    printed = said_on("{s1:Olga Maren} {c1:said} on May 5, 2024, that {t1:no}.", None)
    assert printed.edtf == "2024-05-05"


def test_the_reason_is_given() -> None:
    (statement,) = statements("{s1:Olga Maren} {c1:said} on Monday that {t1:no}.")
    assert any("Monday" in reason and THURSDAY in reason for reason in statement.reasons)


def test_a_day_carried_on_is_never_surer_than_the_one_it_rests_on() -> None:
    text = (
        "White Hall {c1:said} on Wednesday that {t1:it was late}. {s1:White Hall} stayed lit.\n\n"
        "{s2:Ivo Brandt} {c2:rejected} {t2:the plan}, {c3:noting} that {t3:it was dear}. "
        "{s4:He} {c4:said} {t4:it was late}."
    )
    first, *others = statements(text)
    assert first.said_on.basis is DateBasis.WEEKDAY
    assert [each.said_on.edtf for each in others] == ["2025-09-03"] * 3
    assert {each.said_on.basis for each in others} == {DateBasis.INFERRED}
    assert all("“Wednesday”" in each.reasons[-1] for each in others)


def test_a_day_of_somebody_else_s_clause_is_a_guess() -> None:
    (other,) = statements("Peter Quill left on Wednesday, and {s1:Olga Maren} {c1:said} {t1:no}.")
    assert other.said_on.basis in {DateBasis.INFERRED, DateBasis.UNKNOWN}
    (own,) = statements("{s1:Olga Maren} spoke on Wednesday, and {c1:said} {t1:no}.")
    assert own.said_on.basis is DateBasis.WEEKDAY
