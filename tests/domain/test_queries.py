from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from app.domain.positions import Stance
from app.domain.queries import ComparisonQuery
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from random import Random

queries = st.builds(
    ComparisonQuery,
    actors=st.lists(st.sampled_from(["a", "b", "c"])).map(tuple),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    undated=st.booleans(),
    stances=st.lists(st.sampled_from(Stance)).map(tuple),
    kinds=st.lists(st.sampled_from(StatementKind)).map(tuple),
    outlets=st.lists(st.sampled_from(["x", "y"])).map(tuple),
    words=st.text(),
)


@given(queries, st.randoms())
def test_the_same_choice_in_any_order_has_one_address(
    query: ComparisonQuery, random: Random
) -> None:
    shuffled = ComparisonQuery(
        query.issue,
        tuple(random.sample(query.actors, len(query.actors))) + query.actors[:1],
        query.first,
        query.last,
        query.undated,
        tuple(random.sample(query.stances, len(query.stances))),
        tuple(random.sample(query.kinds, len(query.kinds))),
        tuple(random.sample(query.outlets, len(query.outlets))),
        f"  {query.words} ",
    )
    assert shuffled.address() == query.address()


def test_an_address_says_all_that_is_chosen_and_nothing_else() -> None:
    assert ComparisonQuery().address() == "/compare"
    query = ComparisonQuery(
        actors=("b", "a"), first=date(2025, 2, 1), last=date(2025, 2, 28), words="no  troops"
    )
    assert query.address() == "/compare?actor=a&actor=b&from=2025-02-01&q=no+troops&to=2025-02-28"


@given(queries, st.none() | st.dates(), st.none() | st.dates())
def test_addresses_for_other_days_are_those_of_the_choice_with_these_days(
    query: ComparisonQuery, first: date | None, last: date | None
) -> None:
    other = replace(query, first=first, last=last)

    assert query.between("/x")(first, last) == other.address("/x")


@given(queries)
def test_an_address_is_encoded_as_a_form_encodes_it(query: ComparisonQuery) -> None:
    pairs = query.parameters()

    assert pairs == sorted(pairs, key=lambda pair: pair[0])
    assert query.address("/x") == "/x" + ("?" + urlencode(pairs) if pairs else "")
