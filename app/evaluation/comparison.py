"""Comparison: one article's marked statements and predictions, set against each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.actors import fold
from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import BREAK
from app.evaluation.matching import (
    SAME_CONTENT,
    assign,
    overlap,
    same_actor,
    to_original,
    without,
)
from app.evaluation.quotations import compare_quotations
from app.evaluation.scores import (
    Extra,
    Forbidden,
    PositionVerdict,
    Prediction,
    SpeakerClass,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.extraction import Extraction
    from app.domain.positions import Position
    from app.evaluation.gold import GoldArticle, GoldPosition, GoldStatement
    from app.evaluation.shares import Figures

_OPPOSITE = {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.SUPPORTS}
_PRONOUNS = frozenset(
    re.findall(
        r"\w+",
        "i we you he she it they me us him her them my our your his its their mine ours yours hers"
        " theirs myself ourselves himself herself itself themselves who whom whose this that these"
        " those one another other others both",
    )
)


def speaker_class(marked: GoldStatement) -> SpeakerClass:
    """How the marked source names the speaker: a name shares a word with the actor's name."""
    if not marked.source_text:
        return SpeakerClass.NONE
    words = _word_set(marked.source_text)
    if words <= _PRONOUNS:
        return SpeakerClass.PRONOUN
    return SpeakerClass.NAME if words & _word_set(marked.actor) else SpeakerClass.ROLE


def _word_set(name: str) -> set[str]:
    words = {word.strip(".,'\"“”‘’()").removesuffix("'s") for word in fold(name).split()}
    return words - {"", "the", "a", "an", "of", "and"}


class Comparison:
    """One article's marked statements and predictions, assigned in three ways."""

    def __init__(
        self,
        issue: str | None,
        article: GoldArticle,
        extraction: Extraction,
        actors: ActorDirectory,
    ) -> None:
        self.issue = issue
        self.article = article
        self.actors = actors
        self.body = extraction.article.body
        self.predictions = list(_predictions(extraction))
        sizes = len(article.statements), len(self.predictions)
        self.overlaps = [
            [overlap(marked.content, predicted.content) for predicted in self.predictions]
            for marked in article.statements
        ]
        self.by_span = assign(*sizes, self._fit, SAME_CONTENT)
        self.found = assign(*sizes, self._fit_with_actor, SAME_CONTENT)
        self.right = frozenset(self.found.values())
        self.exact = assign(*sizes, self._fit_with_actor, 1.0)
        self.span_exact = assign(*sizes, self._fit, 1.0)

    def _fit(self, marked: int, predicted: int) -> float:
        return self.overlaps[marked][predicted]

    def _fit_with_actor(self, marked: int, predicted: int) -> float:
        fit = self.overlaps[marked][predicted]
        return fit if fit and self._right_actor(marked, predicted) else 0.0

    def _right_actor(self, marked: int, predicted: int) -> bool:
        statement = self.article.statements[marked]
        actor = self.predictions[predicted].statement.actor
        names = (statement.actor, *statement.accepted)
        return any(same_actor(name, actor, self.actors) for name in names)

    def verdicts(self) -> Iterator[Verdict]:
        """One for each marked statement, in their order."""
        for number, marked in enumerate(self.article.statements):
            fits = self.overlaps[number]
            nearest = self.found.get(number, self.by_span.get(number))
            if nearest is None and max(fits, default=0.0) > 0:
                nearest = fits.index(max(fits))
            found = number in self.found
            positions = self._positions(nearest if found or number in self.by_span else None)
            same = self.by_span.get(number)
            prediction = None if same is None else self.predictions[same]
            verdicts = tuple(
                self._position_verdict(each, positions if found else [])
                for each in marked.positions
            )
            yield Verdict(
                file=self.article.file,
                marked=marked,
                words=_words(marked.content, self.body),
                speaker=speaker_class(marked),
                nearest=None if nearest is None else self.predictions[nearest],
                overlap=0.0 if nearest is None else fits[nearest],
                right_actor=nearest is not None and self._right_actor(number, nearest),
                found=found,
                exact=number in self.exact,
                positions=verdicts,
                inversions=tuple(self._inversions(marked, positions)),
                further_positions=self._further(marked, positions) if found else (),
                manner=self.article.manner,
                marked_cue=_words([marked.cue], self.body) if marked.cue else "",
                marked_source=marked.source_text or "",
                same_words=prediction,
                resolved=same is not None and self._right_actor(number, same),
                cue_fit=_fit(marked.cue, prediction.cue) if prediction else None,
                source_fit=_fit(marked.source, prediction.source) if prediction else None,
            )

    def extras(self) -> Iterator[Extra]:
        """The predictions that stand for no marked statement."""
        for number, prediction in enumerate(self.predictions):
            if number not in self.right:
                nearest = self._nearest(number)
                instead_of = None if nearest is None else self.article.statements[nearest].id
                yield Extra(self.article.file, prediction, instead_of)

    def judged(self) -> Iterator[tuple[float, bool, bool]]:
        """For each prediction its confidence, whether it is right, and whether its actor is.

        The actor alone is right when it is that of the marked statement that the prediction
        overlaps most, however little.
        """
        for number, prediction in enumerate(self.predictions):
            nearest = self._nearest(number)
            right_actor = nearest is not None and self._right_actor(nearest, number)
            yield (
                prediction.statement.confidence,
                number in self.right,
                number in self.right or right_actor,
            )

    def _nearest(self, predicted: int) -> int | None:
        """The marked statement that a prediction overlaps most; None where it touches none."""
        fits = [row[predicted] for row in self.overlaps]
        return fits.index(max(fits)) if max(fits, default=0.0) > 0 else None

    def quotations(self, *, with_speaker: bool) -> Figures:
        """The quoted stretches of five words and more (app/evaluation/quotations.py)."""
        return compare_quotations(
            self.body,
            self.article.statements,
            [prediction.content for prediction in self.predictions],
            self._right_actor if with_speaker else None,
        )

    def forbidden(self) -> Iterator[Forbidden]:
        """The predictions whose content touches words that are nobody's statement.

        A title within a statement's marked content is its speaker's too, and does not count.
        """
        content = [span for marked in self.article.statements for span in marked.content]
        stretches = [
            (words, list(_places(words, self.body))) for words in self.article.forbidden
        ] + [
            (_words([place], self.body), without(place, content)) for place in self.article.nobodys
        ]
        for words, places in stretches:
            for prediction in self.predictions:
                spans = prediction.content
                if any(place.overlaps(span) for place in places for span in spans):
                    whole = all(any(place.contains(span) for place in places) for span in spans)
                    yield Forbidden(self.article.file, words, prediction, whole)

    def _positions(self, predicted: int | None) -> list[Position]:
        if predicted is None:
            return []
        statement = self.predictions[predicted].statement
        return [position for position in statement.positions if position.issue == self.issue]

    def _position_verdict(self, marked: GoldPosition, found: list[Position]) -> PositionVerdict:
        """The verdict by the best of the positions with the right holder."""
        held = [each for each in found if same_actor(marked.holder, each.holder, self.actors)]
        held.sort(key=lambda each: (each.stance is not marked.stance, not self._says(marked, each)))
        best = held[0] if held else None
        right = best is not None and best.stance is marked.stance
        asserter_right = best is not None and self._says(marked, best)
        return PositionVerdict(marked, best, right, asserter_right)

    def _says(self, marked: GoldPosition, found: Position) -> bool:
        """Whether both are asserted by the same actor, or both by the holder."""
        if marked.asserted_by is None or found.asserted_by is None:
            return marked.asserted_by is None and found.asserted_by is None
        return same_actor(marked.asserted_by, found.asserted_by, self.actors)

    def _inversions(self, marked: GoldStatement, found: list[Position]) -> Iterator[Position]:
        """Positions opposite to the one marked of their holder, or to all if none is of it."""
        for position in found:
            of_holder = [
                each
                for each in marked.positions
                if same_actor(each.holder, position.holder, self.actors)
            ]
            stances = {each.stance for each in of_holder or marked.positions}
            if stances and stances == {_OPPOSITE.get(position.stance)}:
                yield position

    def _further(self, marked: GoldStatement, found: list[Position]) -> tuple[Position, ...]:
        return tuple(
            position
            for position in found
            if not any(
                same_actor(each.holder, position.holder, self.actors) for each in marked.positions
            )
        )


def _predictions(extraction: Extraction) -> Iterator[Prediction]:
    """The statements found, their places led back to the article as it was read."""
    text = extraction.text.text
    convert = to_original(text, extraction.article.body)
    for statement in extraction.statements:
        yield Prediction(
            statement,
            tuple(convert(span) for span in statement.content),
            _words(statement.content, text),
            cue=convert(statement.cue) if statement.cue else None,
            source=convert(statement.source) if statement.source else None,
            cue_words=_words([statement.cue], text) if statement.cue else "",
            source_words=_words([statement.source], text) if statement.source else "",
        )


def _fit(marked: Span | None, found: Span | None) -> float | None:
    """How far a cue or source overlaps the marked one; None where none is marked."""
    if marked is None:
        return None
    return overlap([marked], [found]) if found else 0.0


def _words(spans: Sequence[Span], text: str) -> str:
    return BREAK.join(" ".join(span.of(text).split()) for span in spans)


def _places(words: str, text: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)
