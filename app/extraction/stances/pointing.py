"""Pointing: the words that may stand for the thing of an issue that was named before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.phrases import Phrases
from app.extraction.stances.seeds import Seeds
from app.extraction.stances.thing_words import can_point, head_of, takes_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.domain.positions import Issue

_TAKING_PART = ("participate", "partake", "partook")
_POINTING = ("those", "'em", "’em")


class PointingWords:
    """The general pointing words that fit an issue, and its own."""

    def __init__(self, issue: Issue) -> None:
        """Compile them."""
        topics = stance_lexicon().topics
        own = [*issue.things, *issue.certain, *issue.vague, *issue.acts, *issue.implying]
        # "The mission", "such troops" point back only where the issue is of troops.
        military = {word for word in topics["deployments"] if word not in own}
        general = [one for one in stance_lexicon().anaphors if one.split()[-1] not in military]
        every = dict.fromkeys((*general, *issue.pointing))
        self._phrases = Phrases(every)
        self._own = Phrases(issue.pointing)
        self._deeds = topics["acts"] - military
        self._partaking = not own or bool({"participate", "take part"} & {*own})
        nouns = [*topics["acts"], *(phrase for phrase in every if " " in phrase)]
        single = [phrase for phrase in every if " " not in phrase]
        self.nouns_seeds = Seeds(nouns)
        self.seeds = Seeds([*nouns, *_TAKING_PART], [*single, *_POINTING])

    def find(self, tokens: Sequence[Token], things: Sequence[Token]) -> tuple[Token, ...]:
        """The pointing words among the tokens of a sentence.

        ``things``: the words for the thing in it, of which "such duties" points back too.
        """
        found = [head_of(tokens[start:end]) for start, end in self._phrases.find(tokens)]
        found = [head for head in found if can_point(head)]
        found += [
            head
            for head in things
            if head.pos_ == "NOUN"
            and any(child.lower_ in {"these", "those", "such"} for child in head.children)
        ]
        for token in tokens:
            pointed = {child.lower_ for child in token.children}
            if token.pos_ == "NOUN" and token.lemma_.lower() in self._deeds:
                if pointed & {"this", "that", "such"}:
                    found.append(token)
            elif (self._partaking and takes_part(token)) or (
                token.lower_ == "those"
                and any(child.dep_ == "relcl" and child.lemma_ == "do" for child in token.children)
            ):
                found.append(token)
        return tuple({token.i: token for token in found}.values())

    def is_own(self, token: Token) -> bool:
        """Whether a noun points back by the issue's own list."""
        left = list(token.doc[token.left_edge.i : token.i + 1])
        return token.pos_ == "NOUN" and any(end == len(left) for _, end in self._own.find(left))
