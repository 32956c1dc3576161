"""Whatever is asked, the API answers as it is described: data, or what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.api.contract import check, described

if TYPE_CHECKING:
    from tests.web.asking import TestClient

LISTS = {
    path: item["get"]["parameters"]
    for path, item in described()["paths"].items()
    if "{" not in path and item["get"].get("parameters")
}
REAL = {
    "actor": ["ada-moreau", "Bo Lindqvist", "A. Moreau"],
    "outlet": ["the-gazette", "=cmd()"],
    "issue": ["other", "foreign-troops-ukraine"],
    "from": ["2025", "2025-02", "2025-02-11"],
    "to": ["2025", "2025-03", "2025-02-11"],
    "side": ["ua", "nato"],
    "q": ["troops", '"no troops"', "=1+1"],
    "cursor": [""],
    "page": ["1", "2", "0"],
}


def values_of(parameter: dict[str, Any]) -> st.SearchStrategy[str]:
    """Mostly values that are allowed, and now and then anything."""
    schema = parameter["schema"].get("items", parameter["schema"])
    known = schema.get("enum") or REAL.get(parameter["name"]) or ["1", "7", "200"]
    return st.sampled_from(known) | st.sampled_from(known) | st.text(max_size=8)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    path = draw(st.sampled_from(sorted(LISTS)))
    chosen = draw(st.lists(st.sampled_from(LISTS[path]), max_size=5))
    pairs = [(one["name"], draw(values_of(one))) for one in chosen]
    return path, draw(st.permutations(pairs))


@given(questions())
@settings(max_examples=80, deadline=None)
def test_any_question_has_an_answer(
    client: TestClient, question: tuple[str, list[tuple[str, str]]]
) -> None:
    path, pairs = question
    answer = client.get(path, params=pairs)
    assert answer.status_code in {200, 400, 404}, answer.text
    check(answer, path)


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
@settings(max_examples=40, deadline=None)
def test_an_error_names_what_was_asked_as_an_address(
    client: TestClient, name: str, value: str
) -> None:
    answer = client.get("/api/v1/actors/nobody", params={name: value})
    if answer.status_code == 400:
        instance = answer.json()["instance"]
        assert instance.isascii()
        assert instance.isprintable()
        assert " " not in instance
