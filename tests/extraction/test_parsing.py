from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.articles import Article
from app.errors import SetupError
from app.extraction.clean import clean
from app.extraction.parsing import PLACEHOLDER, ParsedText, Parser, stands_alone
from app.extraction.quotations import find_quotations


def parsed(parser: Parser, body: str) -> ParsedText:
    text = clean(Article(body=body, file="test.txt"))
    return parser.parse(text, find_quotations(text))


def test_a_missing_pipeline_is_told_in_a_sentence() -> None:
    with pytest.raises(SetupError, match="'no_such_model' is not installed"):
        Parser("no_such_model")


def test_a_whole_quotation_becomes_one_token_and_its_place_is_kept(parser: Parser) -> None:
    body = "“We will go. We will not wait,” said Anna Lind."
    (zone,) = parsed(parser, body).zones
    assert zone.doc.text == f"{PLACEHOLDER}, said Anna Lind."
    assert zone.token_span(zone.doc[0]).of(body) == "“We will go. We will not wait,”"
    assert zone.collapsed[0].words.of(body) == "We will go. We will not wait,"


def test_a_fragment_stays_without_its_marks(parser: Parser) -> None:
    body = "Lind called  the plan “half [and half] baked” on Monday."
    (zone,) = parsed(parser, body).zones
    assert zone.doc.text == "Lind called the plan half and half baked on Monday."
    assert [zone.token_span(token).of(body) for token in zone.doc] == [
        *("Lind", "called", "the", "plan", "half", "and", "half", "baked", "on", "Monday", "."),
    ]


def test_a_question_inside_does_not_end_the_sentence_around(parser: Parser) -> None:
    (zone,) = parsed(parser, "“Who would pay for that?” asked Lind.").zones
    assert len(list(zone.doc.sents)) == 1


def test_a_dateline_is_no_part_of_the_sentence(parser: Parser) -> None:
    (zone,) = parsed(parser, "KALMAR, March 3 (Agency) — Lind said that she would go.").zones
    assert zone.doc.text.startswith("Lind said")


@pytest.mark.parametrize("words", ["premature", "a matter of days", "Never", "the end of it"])
def test_fragments_do_not_stand_alone(words: str) -> None:
    assert not stands_alone(words)


@pytest.mark.parametrize("words", ["We will not go.", "it is late. We go", "who are they, then?"])
def test_sentences_stand_alone(words: str) -> None:
    assert stands_alone(words)


def test_tokens_are_found_by_their_place(parser: Parser) -> None:
    body = "Lind left.\n\n“We will go now,” she said."
    _, zone = parsed(parser, body).zones
    token = zone.token_at(body.index("she"))
    assert token is not None
    assert token.text == "she"
    assert zone.token_at(0) is None


def test_an_endless_paragraph_is_parsed_in_parts(parser: Parser) -> None:
    body = "Lind said no. " * 2_000
    found = parsed(parser, body)
    assert len(found.zones) > 1
    assert sum(len(zone.doc) for zone in found.zones) == 4 * 2_000


def test_what_never_ends_a_sentence_is_cut_at_spaces(parser: Parser) -> None:
    body = "the plan was late because " * 1_000
    found = parsed(parser, body)
    assert max(len(zone.doc.text) for zone in found.zones) < 3_000
    assert sum(len(zone.doc) for zone in found.zones) >= 5 * 1_000
    assert " ".join(zone.doc.text.strip() for zone in found.zones) == body.strip()


TEXTS = st.text(alphabet=st.one_of(st.sampled_from("“”\"' \naA.,?[]—"), st.characters()))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_token_of_any_text_has_a_place(parser: Parser, body: str) -> None:
    found = parsed(parser, body)
    for zone in found.zones:
        place = zone.zone.span.start
        for token in zone.doc:
            span = zone.token_span(token)
            assert place <= span.start < span.end <= zone.zone.span.end
            place = span.start


def test_a_letter_and_its_accent_are_parsed_as_one_and_keep_their_place(parser: Parser) -> None:
    body = "Re\u0301mi said he would go."
    (zone,) = parsed(parser, body).zones
    assert zone.doc.text == "R\u00e9mi said he would go."
    assert [zone.token_span(token).of(body) for token in zone.doc][:2] == ["Re\u0301mi", "said"]
