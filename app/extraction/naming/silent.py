"""Silent mentions: "he", "his" and "the coach" in sentences that report nothing.

Whom they stand for tells who is spoken of when the next "he" comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.naming.mention import Mention, MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.spans import Span
    from app.extraction.naming.entities import Cast
    from app.extraction.naming.mentions import MentionedText

_SUBJECT = 0.6  # the salience of a subject
Silent = tuple["Span", "str | Mention", int, int]  # where, what, its sentence, its paragraph


def silent_mentions(cast: Cast) -> list[Silent]:
    """The pronouns and the offices without a name of a text, in its order."""
    found = (*_subject_pronouns(cast.text), *_subject_offices(cast))
    return sorted(found, key=lambda each: each[0].start)


def _subject_pronouns(text: MentionedText) -> Iterator[Silent]:
    """The places of "he" and "she", "his" and "her", with the sentence and the paragraph."""
    for number, zone in enumerate(text.parsed.zones):
        for word in text.words[number]:
            subject = word.low in {"he", "she"} and word.token.dep_ in {"nsubj", "nsubjpass"}
            if subject or (word.low in {"his", "her"} and word.token.dep_ == "poss"):
                span = zone.span(word.start, word.end)
                yield span, word.low, text.sentences[number][word.number], number


def _subject_offices(cast: Cast) -> Iterator[Silent]:
    """The subjects that call somebody by an office without a name: "The coach came over"."""
    for mention in cast.text.mentions:
        if mention.kind is MentionKind.OFFICE and mention.definite and mention.salience >= _SUBJECT:
            entity = cast.of(mention)
            if entity is not None and not entity.named:
                yield mention.span, mention, mention.sentence, mention.zone
