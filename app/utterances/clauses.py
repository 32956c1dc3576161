"""Clauses: the words of a report by sentence and clause, as far as marks and small words tell.

There is no parse when differences are looked for (reports are compared when they are stored), so
that what a negation or a condition bears on is read from the order of words within a clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.utterances.irregular import BASE
from app.utterances.tokens import NEGATIONS, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.spans import Span
    from app.utterances.tokens import Token


def word_set(text: str) -> frozenset[str]:
    """The words of a text between spaces."""
    return frozenset(text.split())


MODALS = word_set("will would can could shall should may might must")
BE = word_set("is are was were be been being am")
AUXILIARIES = MODALS | BE | word_set("has have had do does did")
PRONOUNS = word_set("i we you he she it they there this that these those nobody everybody")
DETERMINERS = word_set("the a an this that these those its their our his her my your no any some")
# Verbs that report or judge rather than belong to what is said, by their stems.
REPORTING = word_set(
    "say said tell told add note stress insist argu believ think warn declar repeat reiter "
    "underlin emphas emphasis"
)
# Answers and particles: they stand for a sentence, or colour one, and say nothing of its matter.
PARTICLES = word_set(
    "yes yeah aye ok okay well please sure surely certainly absolutely definitely indeed perhaps "
    "maybe oh ah alas honestly frankly sorry always though"
)
# Between a negation and what it negates these stand for the thing itself: "no plans to send".
LIGHT = word_set(
    "plan intent intend desir wish decis decid need reason question chanc right readi will go "
    "prepar want consid possibl allow let abl author singl case circumst make take expect "
    "claim report suggest alleg accus rumour rumor idea notion demand propos plea"
)


def stem_of(form: str) -> str:
    """The stem of one word."""
    return tokens(form)[0].stem


# After these a comma opens an insertion: "nobody, not even he, will", "few, if any, think".
_WAITING = word_set("not never to that few nobody")
# Conjunctions that begin a clause whatever follows.
_BREAKING = word_set("but although though however because since whereas while who which")
_MODAL = re.compile(r"['’](?:ll|d)\Z", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]['\"”’»)\]]*\s|…\s+['\"“‘«]?(?=[A-Z])|\n")
_COMMA = re.compile(r"[,;:…()\[\]]|\s[-–—]+\s|—")


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its place: its sentence, its stretch between marks, its clause, by number."""

    at: int
    token: Token
    sentence: int
    stretch: int
    clause: int
    stem: str  # of "sent" that of "send"
    content: bool  # says what the report is about: no function word and no negation
    modal: bool  # a modal, or with one: "we'll"

    @property
    def form(self) -> str:
        """Its folded form."""
        return self.token.form

    @property
    def span(self) -> Span:
        """Where it stands in the report."""
        return self.token.span


@lru_cache(maxsize=4_096)
def read(text: str) -> tuple[Word, ...]:
    """The words of a report with their sentences and clauses."""
    found = tokens(text)
    words: list[Word] = []
    sentence = stretch = clause = 0
    held = 0  # marks to come that end no clause: those around "will, if need be, send"
    for at, token in enumerate(found):
        if at:
            # Two characters more: a mark is known by the space or the capital that follows it.
            between = text[found[at - 1].span.end : token.span.start]
            if _SENTENCE.search(text, found[at - 1].span.end, token.span.start + 1):
                sentence, stretch, clause, held = sentence + 1, stretch + 1, clause + 1, 0
            elif _COMMA.search(between):
                stretch += 1
                if held:
                    held -= 1
                elif _waits(found[at - 1]):
                    held = 1
                else:
                    clause += 1
            elif _breaks(found, at):
                clause += 1
        words.append(
            Word(
                at,
                token,
                sentence,
                stretch,
                clause,
                stem=stem_of(BASE[token.form]) if token.form in BASE else token.stem,
                content=token.content and token.form not in NEGATIONS | PARTICLES,
                modal=token.form in MODALS or bool(_MODAL.search(token.span.of(text))),
            )
        )
    return tuple(words)


def _waits(token: Token) -> bool:
    """Whether a clause cannot end with this word, so that the comma after it opens an insertion."""
    return token.form in AUXILIARIES | _WAITING


def _breaks(found: Sequence[Token], at: int) -> bool:
    """Whether a clause begins here without a mark before it."""
    form = found[at].form
    if form in _BREAKING:
        return True
    following = found[at + 1].form if at + 1 < len(found) else ""
    return form in {"and", "or", "so"} and (
        following in AUXILIARIES | PRONOUNS | NEGATIONS or following in {"if", "only", "then"}
    )
