"""Confidence: how sure a statement is, content and speaker together, as a probability.

Signals of the steps before, one weight each, in a logistic regression (fitted by CRFsuite, of
which it is the case of one label): how seldom the rule misled, how the speaker is given and found,
how the actor is known, and how far the learned reading (labelling.py) agrees. The weights were
fitted by ``onrecord train`` to corpus/calibration, articles that neither the rules nor the labels
know. docs/extraction.md says how well the probabilities hold.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pycrfsuite

from app.domain.actors import ActorKind
from app.extraction.labelling import Part
from app.extraction.labels.models import CONFIDENCE, load_model
from app.extraction.reporting.cues import reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.spans import Span
    from app.domain.statements import Attribution, Statement
    from app.extraction.labelling import LabelledZone, Stretch
    from app.extraction.parsing import ParsedText

RIGHT, WRONG = "right", "wrong"
_MOST_VERBS = 3  # of reporting, inside a content: more tell no more
_LEAST, _MOST = 0.01, 0.99  # nothing is certain, least of all what some fifty articles say


def assure(
    found: Sequence[Attribution],
    statements: Sequence[Statement],
    parsed: ParsedText,
    labelled: Sequence[LabelledZone],
) -> tuple[Statement, ...]:
    """The statements with the probability that content and speaker are right.

    ``found`` are the attributions that they were made of, in the same order.
    """
    model = confidence_model()
    return tuple(
        replace(statement, confidence=model.probability(signals))
        for statement, signals in zip(
            statements, signals_of(found, statements, parsed, labelled), strict=True
        )
    )


class ConfidenceModel:
    """The fitted weights, loaded once per process."""

    def __init__(self, model: bytes) -> None:
        self._model = model  # read where it lies: it must live as long as the tagger
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._model)

    def probability(self, signals: dict[str, float]) -> float:
        """The probability, from 0.01 to 0.99, that a statement with these signals is right."""
        self._tagger.set([signals])
        probability: float = self._tagger.marginal(RIGHT, 0)
        return round(min(max(probability, _LEAST), _MOST), 3)


@cache
def confidence_model() -> ConfidenceModel:
    """The model that travels with the package; raises SetupError when it is missing."""
    return load_model(CONFIDENCE, ConfidenceModel)


def signals_of(
    found: Sequence[Attribution],
    statements: Sequence[Statement],
    parsed: ParsedText,
    labelled: Sequence[LabelledZone],
) -> Iterator[dict[str, float]]:
    """For each statement its signals: a number each, 1 for what is simply so."""
    reading = _Reading(parsed, labelled)
    for first, statement in zip(found, statements, strict=True):
        yield {
            f"kind {statement.kind}": 1.0,
            f"speaker {statement.basis}": 1.0,
            f"actor {statement.actor.kind}": 1.0,
            "found by labels" if first.learned else "found by rule": 1.0,
            # What the steps made of it: how seldom the rule misled, times what is doubtful.
            "rank": _logit(statement.confidence),
            **reading.of(statement),
            **_name(statement, parsed.text.text),
        }


def _name(statement: Statement, text: str) -> dict[str, float]:
    """How the actor's name is made: an article seldom prints but one word of a person's."""
    name = statement.actor.name
    person = statement.actor.kind is ActorKind.PERSON
    signals = {"person of one word": float(person and len(name.split()) == 1)}
    if statement.source is not None:
        printed = name.casefold() in statement.source.of(text).casefold()
        signals["name in the source"] = float(printed)
    return signals


def _logit(value: float) -> float:
    held = min(max(value, 0.05), 0.99)
    return math.log(held / (1 - held))


class _Reading:
    """What the labels say of a statement's place."""

    def __init__(self, parsed: ParsedText, labelled: Sequence[LabelledZone]) -> None:
        self._zones = parsed.zones
        self._labelled = labelled
        self._starts = [zone.starts[0] if len(zone.doc) else 0 for zone in parsed.zones]

    def of(self, statement: Statement) -> dict[str, float]:
        """How far the labels agree with its content and its source."""
        inside: list[float] = []
        shared = either = 0
        for span in statement.content:
            number, first, end = self._tokens(span)
            inside += self._labelled[number].content[first:end]
            touching = self._touching(number, first, end, Part.CONTENT)
            low = min([first, *(each.first for each in touching)])
            high = max([end, *(each.end for each in touching)])
            covered = {at for each in touching for at in range(each.first, each.end)}
            shared += sum(at in covered for at in range(first, end))
            either += sum(at in covered or first <= at < end for at in range(low, high))
        signals = {
            "labelled content": sum(inside) / len(inside) if inside else 0.0,
            "least labelled": min(inside, default=0.0),
            "same extent": shared / either if either else 0.0,
            "words": math.log(1 + len(inside)),
            **self._sentence(statement.content[0]),
        }
        if statement.cue is None:
            signals["no cue"] = 1.0
        if statement.source is None:
            signals["no source"] = 1.0
        else:
            number, first, end = self._tokens(statement.source)
            touching = self._touching(number, first, end, Part.SOURCE)
            signals["labelled source"] = float(bool(touching))
        return signals

    def _sentence(self, span: Span) -> dict[str, float]:
        """How long the sentence is in which a content begins, and what else it may report."""
        number, first, end = self._tokens(span)
        doc = self._zones[number].doc
        if first == end:
            return {}
        sentence = doc[first].sent
        reporting = sum(reports(token) for token in doc[first:end])
        return {
            "words in the sentence": math.log(1 + len(sentence)),
            "verbs of reporting in the content": float(min(reporting, _MOST_VERBS)),
        }

    def _touching(self, number: int, first: int, end: int, part: Part) -> list[Stretch]:
        """The stretches of a part in a paragraph that share a token with these."""
        stretches = self._labelled[number].stretches
        at = max(bisect_right(stretches, first, key=lambda each: each.first) - 1, 0)
        touching = []
        while at < len(stretches) and stretches[at].first < end:
            if stretches[at].part is part and stretches[at].end > first:
                touching.append(stretches[at])
            at += 1
        return touching

    def _tokens(self, span: Span) -> tuple[int, int, int]:
        """The paragraph of a span, its first token there and the one after its last."""
        number = max(bisect_right(self._starts, span.start) - 1, 0)
        zone = self._zones[number]
        first = zone.first_token_from(span.start)
        last = zone.last_token_before(span.end)
        if first is None or last is None or last < first:
            return number, 0, 0
        return number, first, last + 1
