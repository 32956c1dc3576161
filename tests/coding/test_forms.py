"""CSV and JSON Lines give the same codings back; what is not understood is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coding.codes import OFF_ISSUE, STANCES, Answer, Coded, Passage, checked
from app.coding.forms import from_csv, from_jsonl, to_csv, to_jsonl
from app.domain.spans import Span
from tests.coding.coded import CODINGS

# All that a database can hold: no lone surrogates, no NUL.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
spans = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda ends: Span(ends[0], sum(ends))),
    max_size=3,
).map(tuple)
answers = st.builds(
    Answer,
    actor=words,
    kind=st.sampled_from(["", "direct", "mixed", "indirect"]),
    said_on=st.sampled_from(["", "2025", "2025-02~", "2025-02-25", "2025-01/2025-03"]),
    stance=st.sampled_from(STANCES),
    scope=st.sampled_from(["", "general", "own", "other"]),
    holder=words,
    condition=words,
    note=words,
).map(checked)
passages = st.builds(
    Passage,
    statement=words.filter(bool),
    issue=words,
    article=words,
    title=words,
    outlet=words,
    published=words,
    address=words,
    text_sha256=words,
    spans=spans,
    words=st.lists(words, max_size=3).map(tuple),
)
codings = st.lists(st.builds(Coded, passage=passages, coder=words, coded_at=words, answer=answers))


@given(codings)
def test_both_forms_give_the_same_codings_back(given_: list[Coded]) -> None:
    for back in (from_csv(to_csv(given_)), from_jsonl(to_jsonl(given_))):
        assert back.codings == tuple(given_)
        assert back.problems == ()


@given(st.text(max_size=300) | st.binary(max_size=100).map(lambda data: data.decode("latin-1")))
def test_no_text_at_all_makes_a_reader_fail(text: str) -> None:
    for read in (from_csv, from_jsonl):
        found = read(text)
        assert found.codings == ()


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    one = Coded(CODINGS[0].passage, "Kim", "", Answer(stance=OFF_ISSUE, note="=cmd()"))
    sheet = to_csv([one])
    assert '"\'=cmd()"' in sheet
    assert from_csv(sheet).codings[0].answer.note == "=cmd()"


def test_what_is_wrong_is_told_with_its_row_and_the_rest_is_read() -> None:
    found = from_csv(
        "\ufeffStatement,Stance,said_on,colour\n1,supports,2025-02,red\n2,likes,,\n,supports,,\n"
        "3,opposes,soon,\n\n4,OFF,,\n"
    )
    assert [one.passage.statement for one in found.codings] == ["1"]
    assert found.codings[0].answer.said_on == "2025-02"
    told = "\n".join(found.problems)
    for piece in ("“colour”", "Row 3", "“likes”", "Row 4", "names no statement", "Row 5", "'soon'"):
        assert piece in told
    assert "Row 7" in told


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_file_without_the_needed_columns_is_refused_in_words(text: str) -> None:
    assert from_csv(text).problems


def test_lines_that_are_no_codings_are_told() -> None:
    good = json.loads(to_jsonl(CODINGS[:1]))
    lines = ["[]", "{", json.dumps(good | {"spans": 3}), json.dumps(good | {"actor": 7}),
             json.dumps(good | {"spans": [[1]]}), json.dumps(good)]  # fmt: skip
    found = from_jsonl("\n".join(lines))
    assert found.codings == CODINGS[:1]
    assert len(found.problems) == 5
