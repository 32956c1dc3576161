"""Reader: asks a service about the positions of extractions, and keeps count."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Opinion, Stance
from app.domain.spans import Span
from app.opinions.answer import Answer, Unusable, read_answer
from app.opinions.question import CONTEXT, LONGEST, Question
from app.opinions.service import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.extraction import Extraction
    from app.domain.positions import Issue, Position
    from app.domain.statements import Statement
    from app.opinions.service import Connection

_log = logging.getLogger(__name__)
_GIVE_UP = 3  # failures in a row, each after three tries: the service is away


@dataclass
class Counts:
    """What became of the positions that might have been asked about."""

    answered: int = 0
    differing: int = 0  # of the answered
    discarded: int = 0  # not of the form asked for, or evidence that is not in the statement
    failed: int = 0
    unasked: int = 0  # over the bound, too long, or the service was given up

    def __str__(self) -> str:
        return (
            f"{self.answered} answered ({self.differing} otherwise than the rules), "
            f"{self.discarded} discarded, {self.failed} failed, {self.unasked} not asked"
        )


class Reader:
    """Adds a model's opinions to extractions; at most ``most`` questions over its life."""

    def __init__(
        self, connection: Connection, model: str, issues: Mapping[str, Issue], most: int
    ) -> None:
        self._connection = connection
        self._model = model
        self._issues = issues
        self._left = most
        self._failures = 0
        self.counts = Counts()

    def read(self, extraction: Extraction) -> Extraction:
        """The same extraction, its positions with opinions beside them; it never raises."""
        text = extraction.text.text
        return replace(
            extraction,
            statements=tuple(
                replace(
                    statement,
                    positions=tuple(
                        self._consider(position, statement, text)
                        for position in statement.positions
                    ),
                )
                if statement.positions
                else statement
                for statement in extraction.statements
            ),
        )

    def ask(self, question: Question) -> Answer | None:
        """A checked answer, or None; ``counts`` tells why."""
        if (
            self._left < 1
            or self._failures >= _GIVE_UP
            or not 0 < len(question.statement) <= LONGEST
        ):
            self.counts.unasked += 1
            return None
        self._left -= 1
        try:
            content = self._connection.ask(question.messages)
        except Failed as error:
            self.counts.failed += 1
            self._failures += 1
            _log.warning("No second opinion from %s: %s.", self._model, error)
            return None
        self._failures = 0
        try:
            answer = read_answer(content, question.statement)
        except Unusable as error:
            self.counts.discarded += 1
            _log.info("An answer of %s was discarded: %s.", self._model, error)
            return None
        self.counts.answered += 1
        return answer

    def _consider(self, position: Position, statement: Statement, text: str) -> Position:
        issue = self._issues.get(position.issue)
        if issue is None or not statement.content:
            return position
        start = min(span.start for span in statement.content)
        question = Question(
            issue,
            " ".join(span.of(text) for span in statement.content),
            text[max(0, start - CONTEXT) : start].partition(" ")[2].strip(),
            statement.actor.name,
        )
        answer = self.ask(question)
        if answer is None:
            return position
        differs = self._difference(position, answer)
        if differs:
            self.counts.differing += 1
            position = replace(position, review=(*position.review, differs))
        if answer.stance is None:
            return position
        opinion = Opinion(
            self._model,
            answer.stance,
            answer.holder,
            _place(answer.evidence, statement.content, text),
        )
        return replace(position, opinions=(*position.opinions, opinion))

    def _difference(self, position: Position, answer: Answer) -> str:
        """Why a person should look, in a sentence; empty when both say the same."""
        if answer.stance is None:
            return f"A language model ({self._model}) takes it to be off the issue."
        if answer.stance is not position.stance:
            if position.stance is Stance.UNDETERMINED:
                return f"A language model ({self._model}) reads it as: {answer.stance}."
            return (
                f"A language model ({self._model}) reads it as: {answer.stance}; the rules as: "
                f"{position.stance}."
            )
        if (answer.holder is not None) != position.second_hand:
            whose = answer.holder or "the speaker"
            return f"A language model ({self._model}) takes it for the position of {whose}."
        return ""


def _place(words: str, content: tuple[Span, ...], text: str) -> Span | None:
    """Where the words stand in the article; None when they run over a gap of the content."""
    if not words:
        return None
    for span in content:
        start = text.find(words, span.start, span.end)
        if start >= 0:
            return Span(start, start + len(words))
    return None
