from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.extraction.clean import clean
from app.extraction.confidence import confidence_model, signals_of
from app.extraction.labelling import labeller
from app.extraction.pipeline import extract, read
from app.readers.definitions import load_actors

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


def signals(parser: Parser, body: str) -> list[dict[str, float]]:
    text = clean(Article(body=f"A day in town\n\n{body}", file="test.txt"))
    reading = read(text, load_actors(None), parser, labeller())
    found = signals_of(reading.found, reading.statements, reading.parsed, reading.labelled)
    return list(found)


def sureness(parser: Parser, body: str) -> list[float]:
    article = Article(body=f"A day in town\n\n{body}", file="test.txt")
    return [one.confidence for one in extract(article, load_actors(None), (), parser).statements]


def test_a_named_speaker_beside_a_quotation_is_surer_than_a_guessed_one(parser: Parser) -> None:
    (named,) = sureness(parser, "“The bridge has been repaired,” Mara Lindqvist said on Monday.")
    *_, guessed = sureness(
        parser,
        "Mara Lind met Ove Tarn and his brother, Per Tarn, at the port. “It was late,” he said.",
    )
    assert 0 < guessed < named < 1


def test_signals_say_how_far_the_labels_agree(parser: Parser) -> None:
    (agreed,) = signals(parser, "Mara Lindqvist said that the bridge had been repaired.")
    assert agreed["kind indirect"] == 1
    assert agreed["speaker named"] == 1
    assert agreed["same extent"] == pytest.approx(1, abs=0.2)
    assert agreed["labelled content"] > 0.8
    assert agreed["labelled source"] == 1
    assert "no source" not in agreed


def test_a_speaker_who_goes_on_is_less_sure_than_one_who_is_named(parser: Parser) -> None:
    named, carried = signals(
        parser, "“We are late,” said Mara Lindqvist.\n\n“But the ferry waits for all of us.”"
    )
    assert carried["no cue"] == 1
    assert carried["rank"] < named["rank"]


@pytest.mark.parametrize("signals", [{}, {"never seen": 1.0}, {"rank": -3.0, "no cue": 1.0}])
def test_any_signals_give_a_probability_that_is_never_certain(signals: dict[str, float]) -> None:
    assert 0.01 <= confidence_model().probability(signals) <= 0.99
