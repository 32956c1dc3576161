"""Labelling: a second, learned reading of each paragraph: which words are source, cue, content.

A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001; the program is
CRFsuite) over the tokens of a parsed paragraph, quotations collapsed, with the grammar of each
token as features (features.py in labels/). It was trained on the marked articles of
corpus/development by ``onrecord train``. The rules (attribution.py) do not know it: where both
agree, a statement is surer; where the rules find nothing, it finds more (second_reading.py).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import pycrfsuite

from app.extraction.labels.features import Features
from app.extraction.labels.models import LABELS, load_model
from app.extraction.reporting.cues import reports, verbs_of
from app.extraction.reporting.drafts import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.extraction.parsing import ParsedText, ParsedZone


class Part(StrEnum):
    """What a word is for a statement."""

    CONTENT = "Q"
    CUE = "C"
    SOURCE = "S"


OUTSIDE = "O"
_LABELS = tuple(f"{place}-{part}" for part in Part for place in "BI")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring tokens of one paragraph with one label: from ``first`` to before ``end``."""

    part: Part
    first: int
    end: int
    probability: float  # the mean of its tokens' marginal probabilities


@dataclass(frozen=True, slots=True)
class LabelledZone:
    """The labels of one paragraph's tokens, and how probable each token is content."""

    labels: tuple[str, ...]
    content: Sequence[float]
    stretches: tuple[Stretch, ...]


class Labeller:
    """The trained field, loaded once per process."""

    def __init__(self, model: bytes) -> None:
        self._model = model  # read where it lies: it must live as long as the tagger
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._model)
        known = set(self._tagger.labels())
        if OUTSIDE not in known or not known <= {OUTSIDE, *_LABELS}:
            raise ValueError(f"This is no model of {', '.join(_LABELS)}.")
        self._content = [name for name in ("B-Q", "I-Q") if name in known]
        # What the model has no weight for is not put into words: it is nearly half.
        self._features = Features(frozenset(self._tagger.info().attributes))

    def label(self, parsed: ParsedText) -> tuple[LabelledZone, ...]:
        """The labels of each paragraph of a text, in order."""
        places = Places(parsed)
        return tuple(
            self._zone(self._features.of(zone, places))
            if _may_report(zone)
            else _nothing(len(zone.doc))
            for zone in parsed.zones
        )

    def _zone(self, features: Sequence[Sequence[str]]) -> LabelledZone:
        labels = self._tagger.tag(features)
        marginal = self._tagger.marginal
        content = [0.0] * len(labels)
        for name in self._content:
            content = [sure + marginal(name, number) for number, sure in enumerate(content)]
        stretches = tuple(
            Stretch(part, first, end, self._mean(labels, first, end))
            for part, first, end in stretches_of(labels)
        )
        return LabelledZone(tuple(labels), array("d", content), stretches)

    def _mean(self, labels: Sequence[str], first: int, end: int) -> float:
        total: float = sum(
            self._tagger.marginal(labels[number], number) for number in range(first, end)
        )
        return total / (end - first)


def _may_report(zone: ParsedZone) -> bool:
    """Whether a paragraph holds a quotation or a verb of reporting: else nothing is said in it."""
    return bool(zone.collapsed) or any(reports(zone.doc[number]) for number in verbs_of(zone.doc))


def _nothing(tokens: int) -> LabelledZone:
    return LabelledZone((OUTSIDE,) * tokens, (0.0,) * tokens, ())


def stretches_of(labels: Sequence[str]) -> Iterator[tuple[Part, int, int]]:
    """The stretches in a sequence of labels: B-Q begins one, I-Q goes on, O is outside."""
    first = 0
    for number in range(1, len(labels) + 1):
        before = labels[number - 1]
        goes_on = (
            number < len(labels) and labels[number][:1] == "I" and labels[number][2:] == before[2:]
        )
        if goes_on and before != OUTSIDE:
            continue
        if before != OUTSIDE:
            yield Part(before[2:]), first, number
        first = number


@cache
def labeller() -> Labeller:
    """The labeller that travels with the package; raises SetupError when it is missing."""
    return load_model(LABELS, Labeller)
