from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from app.web.exports import STATEMENT_COLUMNS, neutral
from app.web.parameters import _NAMES

if TYPE_CHECKING:
    from starlette.testclient import TestClient

DOCUMENTATION = Path(__file__).parents[2] / "docs"


@given(st.text())
def test_no_cell_can_be_taken_for_a_formula_and_none_is_changed_otherwise(cell: str) -> None:
    shown = neutral(cell)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert shown.removeprefix("'") == cell.removeprefix("'")


def test_every_column_and_parameter_is_documented() -> None:
    text = "".join(
        (DOCUMENTATION / name).read_text() for name in ("addresses.md", "taking-away.md")
    )
    for name in (*STATEMENT_COLUMNS, "retrieved_at", *dict.fromkeys(_NAMES.values())):
        assert f"`{name}`" in text, name


def test_json_spans_give_back_the_words(client: TestClient) -> None:
    checked = 0
    for summary in client.get("/articles.json").json()["articles"]:
        data = client.get(f"/articles/{summary['id']}.json").json()
        text = data["article"]["text"]
        for one in data["statements"]:
            for (start, end), words in zip(one["content"], one["content_text"], strict=True):
                assert text[start:end] == words
                checked += 1
            for position in one["positions"]:
                assert all(text[slice(*found["span"])] for found in position["evidence"])
    assert checked == 6
