"""Draws: repeatable, independent of order, spread over strata."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.coding.sampling import Candidate, draw, shares

POOL = [Candidate(f"{number:013}", "abc"[number % 7 % 3]) for number in range(300)]


def test_one_seed_always_draws_the_same_whatever_the_order() -> None:
    shuffled = list(POOL)
    Random(1).shuffle(shuffled)  # noqa: S311
    assert draw(POOL, 40, 7) == draw(shuffled, 40, 7)
    assert draw(POOL, 40, 7) != draw(POOL, 40, 8)
    assert len(set(draw(POOL, 40, 7))) == 40


def test_a_larger_sample_of_a_seed_holds_the_smaller() -> None:
    plain = [Candidate(one.statement) for one in POOL]
    assert draw(plain, 30, 3) == draw(plain, 60, 3)[:30]


def test_strata_give_their_shares_and_the_order_mixes_them() -> None:
    of = {one.statement: one.stratum for one in POOL}
    drawn = draw(POOL, 70, 5)
    have = Counter(of.values())
    for name, number in Counter(of[one] for one in drawn).items():
        assert abs(number - 70 * have[name] / 300) < 1
    assert len({of[one] for one in drawn[:10]}) > 1


def test_it_draws_all_where_there_are_fewer() -> None:
    assert set(draw(POOL, 1000, 1)) == {one.statement for one in POOL}
    assert draw((), 5, 1) == ()


@given(
    st.dictionaries(st.text(max_size=3), st.integers(1, 50), min_size=1, max_size=8),
    st.integers(0, 200),
    st.integers(),
)
def test_shares_add_up_and_no_stratum_gives_more_than_it_has(
    sizes: dict[str, int], size: int, seed: int
) -> None:
    given_ = shares(sizes, size, seed)
    assert sum(given_.values()) == min(size, sum(sizes.values()))
    assert all(0 <= given_[name] <= number for name, number in sizes.items())
    if size >= len(sizes):
        assert all(given_.values())
