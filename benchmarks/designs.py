"""Three designs on the same articles: `python -m benchmarks.designs [FOLDER]`.

- labels: the learned labels alone (a conditional random field over source, cue and content, each
  content with the nearest cue and source of its sentence, else the speaker before);
- rules: the rules alone;
- both: the rules, and what the labels add to them, as On Record does it.

All share cleaning, quotations, parse, coreference and linking. For each fifth of FOLDER (default
corpus/development) the labels are trained on the other four fifths, so that no article is read by
labels that know it; the rules were written by people who had read corpus/development, which is why
`--trained-on corpus/development FOLDER` measures on another folder instead. Counted as
`onrecord evaluate` counts: content overlap 0.8, right actor.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Settings
from app.domain.extraction import Extraction
from app.domain.statements import Attribution, SpeakerBasis
from app.evaluation import article_for, load_corpus, score
from app.evaluation.gold import Gold
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.coreference import resolve
from app.extraction.labelling import LabelledZone, Labeller, Part
from app.extraction.linking import link
from app.extraction.parsing import ParsedText, Parser
from app.extraction.quotations import find_quotations
from app.extraction.reporting.drafts import Places
from app.extraction.second_reading import read_again
from app.readers.definitions import load_actors
from app.training.training import fit_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.spans import Span
    from app.evaluation.gold import GoldArticle

FOLDS = 5
DESIGNS = ("labels", "rules", "both")


def from_labels(parsed: ParsedText, labelled: Sequence[LabelledZone]) -> Iterator[Attribution]:
    """A statement for each stretch of content, with the cue and the source nearest to it."""
    places = Places(parsed)
    last: Span | None = None
    for zone, labels in zip(parsed.zones, labelled, strict=True):

        def near(part: Part, at: int) -> Span | None:
            found = [each for each in labels.stretches if each.part is part]  # noqa: B023
            best = min(found, key=lambda each: abs(each.first - at), default=None)
            if best is None:
                return None
            return zone.tokens_span(zone.doc[best.first], zone.doc[best.end - 1])  # noqa: B023

        for stretch in labels.stretches:
            if stretch.part is not Part.CONTENT:
                continue
            span = places.content_span(zone, zone.doc[stretch.first], zone.doc[stretch.end - 1])
            source = near(Part.SOURCE, stretch.first)
            basis = SpeakerBasis.NAMED if source else SpeakerBasis.CARRIED
            last = source or last
            kind, cue = places.kind([span]), near(Part.CUE, stretch.first)
            yield Attribution(kind, (span,), cue, source or last, stretch.probability, None, basis)


def read(
    gold: Gold, article: GoldArticle, parser: Parser, labels: Labeller, design: str
) -> Extraction:
    """What one design finds in an article."""
    actors = load_actors(None)
    source = article_for(gold, article, None, 10_000_000)
    text = clean(source)
    parsed = parser.parse(text, find_quotations(text))
    labelled = labels.label(parsed)
    if design == "labels":
        found = tuple(sorted(from_labels(parsed, labelled), key=lambda each: each.content))
    else:
        found = attribute(parsed)
        found = read_again(parsed, found, labelled) if design == "both" else found
    statements = link(parsed, resolve(parsed, found, actors), actors)
    return Extraction(source, text, statements, design, ())


def folds(gold: Gold) -> Iterator[tuple[Gold, Gold]]:
    """What is learned from and what is read, five times."""
    for fold in range(FOLDS):
        numbered = list(enumerate(gold.articles))
        yield (
            Gold(gold.path, None, tuple(each for at, each in numbered if at % FOLDS != fold)),
            Gold(gold.path, None, tuple(each for at, each in numbered if at % FOLDS == fold)),
        )


def main() -> None:
    """Print a table: each design by kind, F1 of content with actor and of content alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=Path("corpus/development"))
    options.add_argument("--trained-on", type=Path)
    chosen = options.parse_args()
    parser = Parser(Settings().spacy_model)
    gold = load_corpus(chosen.folder)
    parts = [(load_corpus(chosen.trained_on), gold)] if chosen.trained_on else list(folds(gold))
    models = [Labeller(fit_labels(learned, parser)) for learned, _ in parts]
    whole = Gold(gold.path, None, tuple(each for _, part in parts for each in part.articles))
    print(
        f"{len(whole.articles)} articles; F1 by right actor: direct, mixed, indirect, all; content"
    )
    for design in DESIGNS:
        extractions = [
            read(gold, article, parser, labels, design)
            for (_, part), labels in zip(parts, models, strict=True)
            for article in part.articles
        ]
        scores = score(whole, extractions, load_actors(None))
        figures = [figures.f1 for _, figures in scores.by_kind]
        figures += [scores.overall.f1, scores.span_only.f1]
        print(f"{design:8}", *(f"{value or 0:.2f}" for value in figures))


if __name__ == "__main__":
    main()
