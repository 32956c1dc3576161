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
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import pycrfsuite

from app.extraction.labels.field import Field
from app.extraction.labels.models import LABELS, load_model
from app.extraction.labels.scores import Scores
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
_CONTENT = tuple(f"{place}-{Part.CONTENT}" for place in "BI")
_BATCH = 10_000  # tokens, the paragraphs filled up to one length: a long article; some 5 MB


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
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(model)
        field = Field.of(tagger.info())
        if OUTSIDE not in field.labels or not {OUTSIDE, *_LABELS}.issuperset(field.labels):
            raise ValueError(f"This is no model of {', '.join(_LABELS)}.")
        self._field = field
        self._scores = Scores(field)
        self._content = [field.labels.index(each) for each in _CONTENT if each in field.labels]

    def label(self, parsed: ParsedText) -> tuple[LabelledZone, ...]:
        """The labels of each paragraph of a text, in order."""
        places = Places(parsed)
        return tuple(
            labelled for zones in _batches(parsed.zones) for labelled in self._read(zones, places)
        )

    def _read(self, zones: Sequence[ParsedZone], places: Places) -> Iterator[LabelledZone]:
        scores, reporting = self._scores.of(zones, places)
        lengths = [len(zone.doc) for zone in zones]
        read = self._field.read(scores, list(compress(lengths, reporting)))
        names = self._field.labels
        labels = [names[number] for number in read.labels.tolist()]
        sure: list[float] = read.marginal[np.arange(len(labels)), read.labels].tolist()
        content = array("d", read.marginal[:, self._content].sum(axis=1).tobytes())
        start = 0
        for length, reports in zip(lengths, reporting.tolist(), strict=True):
            if not reports:
                yield LabelledZone((OUTSIDE,) * length, (0.0,) * length, ())
                continue
            end = start + length
            own, probable = tuple(labels[start:end]), sure[start:end]
            stretches = tuple(
                Stretch(part, first, last, sum(probable[first:last]) / (last - first))
                for part, first, last in stretches_of(own)
            )
            yield LabelledZone(own, content[start:end], stretches)
            start = end


def _batches(zones: Sequence[ParsedZone]) -> Iterator[Sequence[ParsedZone]]:
    """The paragraphs in parts that take a bounded space: all are as long as the longest in it."""
    batch: list[ParsedZone] = []
    longest = 0
    for zone in zones:
        longest = max(longest, len(zone.doc))
        if batch and longest * (len(batch) + 1) > _BATCH:
            yield batch
            batch, longest = [], len(zone.doc)
        batch.append(zone)
    if batch:
        yield batch


def stretches_of(labels: Sequence[str]) -> Iterator[tuple[Part, int, int]]:
    """The stretches in a sequence of labels: B-Q begins one, I-Q goes on, O is outside."""
    if labels.count(OUTSIDE) == len(labels):
        return
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
