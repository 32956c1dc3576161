from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.articles import Article
from app.errors import SetupError
from app.extraction.clean import clean
from app.extraction.labelling import OUTSIDE, Labeller, Part, labeller, stretches_of
from app.extraction.labels import scores
from app.extraction.labels.features import Features, features_of
from app.extraction.labels.field import Field
from app.extraction.labels.models import LABELS as MODEL
from app.extraction.labels.models import read_model
from app.extraction.quotations import find_quotations
from app.extraction.reporting.drafts import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.extraction.parsing import ParsedText, Parser

LABELS = [OUTSIDE, *(f"{place}-{part}" for place in "BI" for part in Part)]


SPEECH = (
    "The minister denied on Monday that troops would go. Moreau said, citing a report, that it was "
    "“far too late” for that.\n\n“No,” he told the council, adding that nobody had asked him to "
    "say so.\n\nThe road to the harbour is closed."
)


def parsed(parser: Parser, body: str) -> ParsedText:
    text = clean(Article(body=body, file="test.txt"))
    return parser.parse(text, find_quotations(text))


@pytest.mark.parametrize(
    ("labels", "stretches"),
    [
        ([], []),
        (["O", "O"], []),
        (["B-S", "I-S", "O", "B-C"], [(Part.SOURCE, 0, 2), (Part.CUE, 3, 4)]),
        (["B-Q", "B-Q", "I-Q"], [(Part.CONTENT, 0, 1), (Part.CONTENT, 1, 3)]),
        (["B-S", "I-Q", "I-Q"], [(Part.SOURCE, 0, 1), (Part.CONTENT, 1, 3)]),
    ],
)
def test_neighbouring_labels_make_stretches(
    labels: list[str], stretches: list[tuple[Part, int, int]]
) -> None:
    assert list(stretches_of(labels)) == stretches


@given(st.lists(st.sampled_from(LABELS)))
def test_stretches_cover_what_is_labelled_once_and_nothing_else(labels: list[str]) -> None:
    covered = [number for _, first, end in stretches_of(labels) for number in range(first, end)]
    assert covered == [number for number, label in enumerate(labels) if label != OUTSIDE]


def test_a_plain_report_is_read_as_source_cue_and_content(parser: Parser) -> None:
    text = parsed(
        parser, "Talks in the old town\n\nMara Lindqvist said that the bridge had been repaired."
    )
    (zone,) = (zone for zone in labeller().label(text) if zone.stretches)
    doc = text.zones[-1].doc
    words = {each.part: doc[each.first : each.end].text for each in zone.stretches}
    assert words[Part.SOURCE] == "Mara Lindqvist"
    assert words[Part.CUE] == "said"
    assert words[Part.CONTENT].endswith("the bridge had been repaired")
    assert all(0.5 < each.probability <= 1 for each in zone.stretches)


def test_what_nobody_says_is_labelled_as_nothing(parser: Parser) -> None:
    text = parsed(
        parser, "The harbour\n\nThe bridge crosses the river two miles north of the port."
    )
    assert not any(zone.stretches for zone in labeller().label(text))


def test_the_same_text_has_the_same_labels(parser: Parser) -> None:
    text = parsed(parser, "A day\n\n“We are late,” said Ove Tarn. Holm denied that it mattered.")
    assert labeller().label(text) == labeller().label(text)


def test_what_is_no_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.extraction.labels.models.read_model", lambda _: b"no model")
    labeller.cache_clear()
    try:
        with pytest.raises(SetupError, match="onrecord train"):
            labeller()
    finally:
        labeller.cache_clear()


def test_a_labeller_keeps_the_bytes_it_reads(parser: Parser) -> None:
    text = parsed(parser, "A day\n\nOve Tarn said the ferry was late.")
    own = Labeller(bytes(bytearray(read_model(MODEL))))
    assert own.label(text) == labeller().label(text)


def test_features_that_the_model_does_not_know_are_left_out_and_change_nothing(
    parser: Parser,
) -> None:
    text = parsed(parser, SPEECH)
    tagger = pycrfsuite.Tagger()
    model = read_model(MODEL)  # it must live as long as the tagger
    tagger.open_inmemory(model)
    known = Features(frozenset(tagger.info().attributes))
    places = Places(text)
    for zone in text.zones:
        every, asked = features_of(zone, places), known.of(zone, places)
        assert sum(map(len, asked)) < sum(map(len, every))
        assert tagger.tag(every) == tagger.tag(asked)


def test_what_was_put_into_words_once_is_the_same_the_next_time(parser: Parser) -> None:
    text = parsed(parser, SPEECH)
    places, kept = Places(text), Features()
    for zone in (*text.zones, *text.zones):
        assert kept.of(zone, places) == features_of(zone, places)


def test_the_reading_of_all_paragraphs_at_once_is_that_of_one_after_the_other(
    parser: Parser,
) -> None:
    text = parsed(parser, "\n\n".join([SPEECH, "Yes.", *([SPEECH] * 3)]))
    tagger = pycrfsuite.Tagger()
    model = read_model(MODEL)
    tagger.open_inmemory(model)
    places = Places(text)
    for zone, found in zip(text.zones, labeller().label(text), strict=True):
        if not any(found.content):
            continue  # nothing is reported in it: it was not read
        assert list(found.labels) == tagger.tag(features_of(zone, places))
        for number, sure in enumerate(found.content):
            known = tagger.marginal("B-Q", number) + tagger.marginal("I-Q", number)
            assert sure == pytest.approx(known, abs=1e-5)


def test_a_full_memory_of_scores_is_begun_anew(
    parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = parsed(parser, SPEECH)
    own = Labeller(read_model(MODEL))
    first = own.label(text)
    monkeypatch.setattr(scores, "_MOST_KNOWN", 5)
    assert own.label(text) == first == own.label(text)


def test_no_paragraph_gives_no_labels(parser: Parser) -> None:
    assert labeller().label(parsed(parser, "")) == ()


STATES = st.lists(st.lists(st.floats(-9, 9), min_size=3, max_size=3), min_size=1, max_size=12)


@given(st.lists(STATES, min_size=1, max_size=5), st.lists(st.floats(-9, 9), min_size=9, max_size=9))
def test_marginals_are_those_of_all_ways_counted(
    paragraphs: list[list[list[float]]], steps: list[float]
) -> None:
    names = "ABC"
    pairs = [(before, after) for before in names for after in names]
    field = Field(names, {}, dict(zip(pairs, steps, strict=True)))
    given = np.concatenate([np.array(each) for each in paragraphs])
    read = field.read(given, [len(each) for each in paragraphs])
    start = 0
    for each in paragraphs:
        end = start + len(each)
        marginal, labels = ways_of(np.array(each), np.reshape(steps, (3, 3)))
        assert np.allclose(read.marginal[start:end], marginal, atol=1e-9)
        assert np.isclose(
            way_score(np.array(each), np.reshape(steps, (3, 3)), read.labels[start:end]), labels
        )
        start = end


def ways_of(states: NDArray[Any], steps: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """The marginals, and the score of the best way, in logarithms and token by token."""
    there, back = [states[0]], [np.zeros(3)]
    best = states[0]
    for state in states[1:]:
        there.append(np.logaddexp.reduce(there[-1][:, None] + steps, axis=0) + state)
        best = (best[:, None] + steps).max(axis=0) + state
    for state in states[:0:-1]:
        back.append(np.logaddexp.reduce(steps + state + back[-1], axis=1))
    total = np.array(there) + np.array(back[::-1])
    return np.exp(total - np.logaddexp.reduce(total, axis=1)[:, None]), float(best.max())


def way_score(states: NDArray[Any], steps: NDArray[Any], labels: NDArray[Any]) -> float:
    """The score of one way."""
    own = sum(state[label] for state, label in zip(states, labels, strict=True))
    return float(own + sum(steps[a, b] for a, b in itertools.pairwise(labels)))
