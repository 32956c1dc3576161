"""Comparison: one article's marked statements and predictions, set against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.actors import fold
from app.domain.positions import Stance
from app.domain.spans import Span
from app.evaluation.matching import SAME_CONTENT, assign, overlap, same_actor, to_original
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

_OPPOSITE = {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.SUPPORTS}
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who", "him", "her", "them", "us"})


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
        self, issue: str, article: GoldArticle, extraction: Extraction, actors: ActorDirectory
    ) -> None:
        self.issue = issue
        self.article = article
        self.actors = actors
        self.body = extraction.article.body
        convert = to_original(extraction.text.text, self.body)
        self.predictions = [
            Prediction(
                statement,
                tuple(convert(span) for span in statement.content),
                _words(statement.content, extraction.text.text),
            )
            for statement in extraction.statements
        ]
        sizes = len(article.statements), len(self.predictions)
        self.overlaps = [
            [overlap(marked.content, predicted.content) for predicted in self.predictions]
            for marked in article.statements
        ]
        self.by_span = assign(*sizes, self._fit, SAME_CONTENT)
        self.found = assign(*sizes, self._fit_with_actor, SAME_CONTENT)
        self.exact = assign(*sizes, self._fit_with_actor, 1.0)

    def _fit(self, marked: int, predicted: int) -> float:
        return self.overlaps[marked][predicted]

    def _fit_with_actor(self, marked: int, predicted: int) -> float:
        fit = self.overlaps[marked][predicted]
        return fit if fit and self._right_actor(marked, predicted) else 0.0

    def _right_actor(self, marked: int, predicted: int) -> bool:
        actor = self.predictions[predicted].statement.actor
        return same_actor(self.article.statements[marked].actor, actor, self.actors)

    def verdicts(self) -> Iterator[Verdict]:
        """One for each marked statement, in their order."""
        for number, marked in enumerate(self.article.statements):
            fits = self.overlaps[number]
            nearest = self.found.get(number, self.by_span.get(number))
            if nearest is None and max(fits, default=0.0) > 0:
                nearest = fits.index(max(fits))
            found = number in self.found
            same = nearest if found or number in self.by_span else None
            positions = self._positions(same)
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
            )

    def extras(self) -> Iterator[Extra]:
        """The predictions that stand for no marked statement."""
        right = set(self.found.values())
        for number, prediction in enumerate(self.predictions):
            if number not in right:
                yield Extra(self.article.file, prediction)

    def forbidden(self) -> Iterator[Forbidden]:
        """The predictions whose content touches words that are nobody's statement."""
        for words in self.article.forbidden:
            places = list(_places(words, self.body))
            for prediction in self.predictions:
                spans = prediction.content
                if any(place.overlaps(span) for place in places for span in spans):
                    yield Forbidden(self.article.file, words, prediction)

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


def _words(spans: Sequence[Span], text: str) -> str:
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


def _places(words: str, text: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)
