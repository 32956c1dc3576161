"""Groups: the best matches first, of one occasion only, the same for any order."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from app.domain.statements import StatementKind
from app.domain.utterances import Match, MatchKind
from app.utterances.grouping import grouped
from tests.utterances.reports import day, report

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from app.domain.utterances import Occasion, Report


def match(
    one: Report, other: Report, score: float = 0.9, kind: MatchKind = MatchKind.NEAR_WORDS
) -> Match:
    first, second = sorted((one.id, other.id))
    return Match(first, second, kind, score)


def names(reports: Sequence[Report], matches: Sequence[Match]) -> set[frozenset[str]]:
    by_id = {one.id: one.words for one in reports}
    return {frozenset(by_id[key] for key in group) for group in grouped(reports, matches)}


def said(name: str, occasion: Occasion | None = day(0)) -> Report:  # noqa: B008 - immutable
    return report(name, name, occasion=occasion)


def test_reports_without_a_match_are_alone() -> None:
    a, b = said("a"), said("b")
    assert names([a, b], []) == {frozenset("a"), frozenset("b")}


def test_a_report_of_no_day_goes_with_the_better_of_two_occasions() -> None:
    monday, tuesday, undated = said("m", day(0)), said("t", day(1)), said("u", day(-6, 1))
    found = [match(monday, undated, 0.8), match(tuesday, undated, 0.9)]
    assert names([monday, tuesday, undated], found) == {frozenset("m"), frozenset("tu")}


def test_of_equal_matches_the_nearer_day_wins() -> None:
    early, late, undated = said("e", day(0)), said("l", day(5)), said("u", day(-1, 6))
    found = [match(early, undated), match(late, undated)]
    assert names([early, late, undated], found) == {frozenset("e"), frozenset("lu")}


def test_a_chain_of_single_pairs_joins_no_groups() -> None:
    one, two = [said(f"a{n}") for n in range(4)], [said(f"b{n}") for n in range(4)]
    inside = [match(*pair) for group in (one, two) for pair in combinations(group, 2)]
    bridge = match(one[0], two[0], 0.6)
    assert len(grouped([*one, *two], [*inside, bridge])) == 2
    words = match(one[0], two[0], 0.6, MatchKind.SAME_WORDS)
    assert len(grouped([*one, *two], [*inside, words])) == 1


def test_what_one_article_quotes_as_two_stays_two() -> None:
    first, second = (report(name, name, article="paper") for name in ("first", "second"))
    other = said("other")
    found = [match(first, other, 0.9), match(second, other, 0.8)]
    assert names([first, second, other], found) == {
        frozenset({"first", "other"}),
        frozenset({"second"}),
    }
    # Retold it may be the same again, and so may words that stand in the other whole.
    retold = replace(second, kind=StatementKind.INDIRECT)
    assert len(grouped([first, retold, other], found)) == 1
    whole = match(second, other, 0.8, MatchKind.SAME_WORDS)
    assert len(grouped([first, second, other], [found[0], whole])) == 1


def test_an_editor_joins_what_no_word_does_and_on_two_days() -> None:
    a, b = said("a", day(0)), said("b", day(9))
    assert len(grouped([a, b], [match(a, b, kind=MatchKind.JOINED)])) == 1


def test_an_editor_puts_apart_what_all_words_join() -> None:
    a, b, c = said("a"), said("b"), said("c")
    found = [match(a, b), match(b, c, 0.8), match(a, c, 0.7)]
    apart = match(a, c, 1, MatchKind.APART)
    groups = names([a, b, c], [*found, apart])
    assert groups == {frozenset("ab"), frozenset("c")}


def test_matches_with_what_is_not_given_are_left_out() -> None:
    a, b, gone = said("a"), said("b"), said("gone")
    assert names([a, b], [match(a, gone), match(b, gone)]) == {frozenset("a"), frozenset("b")}


@st.composite
def matched(draw: st.DrawFn) -> tuple[list[Report], list[Match]]:
    reports = [
        said(str(n), day(first, first + draw(st.integers(0, 3))))
        for n in range(draw(st.integers(1, 9)))
        for first in [draw(st.integers(0, 4))]
    ]
    found = [
        match(
            one,
            other,
            draw(st.sampled_from((0.3, 0.6, 0.9))),
            draw(st.sampled_from(tuple(MatchKind))),
        )
        for one, other in combinations(reports, 2)
        if draw(st.booleans())
    ]
    return reports, found


@given(matched(), st.randoms(use_true_random=False))
def test_groups_are_a_partition_for_any_order(
    given_: tuple[list[Report], list[Match]], rng: random.Random
) -> None:
    reports, found = given_
    groups = grouped(reports, found)
    assert sorted(key for group in groups for key in group) == sorted(one.id for one in reports)
    rng.shuffle(reports)
    rng.shuffle(found)
    assert grouped(reports, found) == groups


@given(matched())
def test_what_hangs_together_is_grouped_alone_as_with_all(
    given_: tuple[list[Report], list[Match]],
) -> None:
    reports, found = given_
    together = {reports[0].id}
    while grown := {
        key
        for one in found
        for key in (one.one, one.other)
        if {one.one, one.other} & together and key not in together
    }:
        together |= grown
    alone = grouped(
        [one for one in reports if one.id in together],
        [one for one in found if one.one in together],
    )
    assert alone == [group for group in grouped(reports, found) if group <= together]


@given(matched())
def test_reports_put_apart_are_never_in_one_group(
    given_: tuple[list[Report], list[Match]],
) -> None:
    reports, found = given_
    groups = grouped(reports, found)
    for one in found:
        if one.kind is MatchKind.APART:
            assert not any({one.one, one.other} <= group for group in groups)
