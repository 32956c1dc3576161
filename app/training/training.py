"""Training: the two models of a corpus, as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pycrfsuite

from app.domain.extraction import Extraction
from app.evaluation.comparison import Comparison
from app.evaluation.gold import article_for
from app.extraction.clean import clean
from app.extraction.confidence import RIGHT, WRONG, signals_of
from app.extraction.labelling import Labeller
from app.extraction.labels.features import features_of
from app.extraction.pipeline import extractor, read
from app.extraction.quotations import find_quotations
from app.extraction.reporting.drafts import Places
from app.training.labels import labels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.domain.actors import ActorDirectory
    from app.evaluation.gold import Gold, GoldArticle
    from app.extraction.parsing import Parser

_BYTES = 10_000_000  # no marked article is larger

# Chosen by cross-validation over corpus/development: the features decide little, these decide how
# large the model is (c1 drives weights to zero) and how far it trusts what it saw seldom (c2).
_LABELS = {"c1": 1.0, "c2": 0.1, "max_iterations": 100, "feature.possible_transitions": True}
# A logistic regression of some twenty signals over several hundred statements.
_CONFIDENCE = {"c1": 0.0, "c2": 1.0, "max_iterations": 500}
# A wrong attribution harms more than a right one that is doubted, and articles of other kinds than
# the corpus's are harder: the probabilities are to be too low rather than too high.
_ERROR_COUNTS = 3


@dataclass(frozen=True, slots=True)
class Trained:
    """The bytes of both models."""

    labels: bytes
    confidence: bytes


def train(development: Gold, calibration: Gold, actors: ActorDirectory, parser: Parser) -> Trained:
    """Both models: the labels from the one corpus, the confidence from the other.

    The same corpus, package and machine give the same bytes.
    """
    labels = fit_labels(development, parser)
    judged = [
        example
        for article in calibration.articles
        for example in judged_statements(calibration, article, actors, parser, Labeller(labels))
    ]
    return Trained(labels, fit_confidence(judged))


def fit_labels(corpus: Gold, parser: Parser) -> bytes:
    """The conditional random field of the second reading."""
    trainer = pycrfsuite.Trainer(params=_LABELS, verbose=False)
    for article in corpus.articles:
        text = clean(article_for(corpus, article, None, _BYTES))
        parsed = parser.parse(text, find_quotations(text))
        places = Places(parsed)
        for zone, labels in zip(parsed.zones, labels_of(article, parsed), strict=True):
            if labels:
                trainer.append(features_of(zone, places), labels)
    return _fitted(trainer)


def fit_confidence(judged: Sequence[tuple[Mapping[str, float], bool]]) -> bytes:
    """The logistic regression of the confidence, from signals and whether they were right.

    An error counts three times, so that the probabilities are cautious.
    """
    trainer = pycrfsuite.Trainer(params=_CONFIDENCE, verbose=False)
    for signals, right in judged:
        for _ in range(1 if right else _ERROR_COUNTS):
            trainer.append([dict(signals)], [RIGHT if right else WRONG])
    return _fitted(trainer)


def judged_statements(
    corpus: Gold, marked: GoldArticle, actors: ActorDirectory, parser: Parser, labels: Labeller
) -> Iterator[tuple[dict[str, float], bool]]:
    """For each statement found in an article its signals, and whether it is right."""
    article = article_for(corpus, marked, None, _BYTES)
    text = clean(article)
    reading = read(text, actors, parser, labels)
    extraction = Extraction(article, text, reading.statements, extractor(), ())
    comparison = Comparison(corpus.issue, marked, extraction, actors)
    signals = signals_of(reading.found, reading.statements, reading.parsed, reading.labelled)
    for (_, right, _), found in zip(comparison.judged(), signals, strict=True):
        yield found, right


def _fitted(trainer: pycrfsuite.Trainer) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()
