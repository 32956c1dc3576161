"""Interviews: questions and answers as paragraphs of their own, without labels.

Some questions bear no question mark ("You bought it."), and the outlet tells things in between
("She looks for a map."). So what each paragraph is, is not told by itself: of all sequences of
questions, answers and tellings the likeliest is taken (Viterbi 1967). The weights were set by
hand; they say what counts and what outweighs what.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b|\bI[’'](?:m|ve|d|ll)\b")
_SECOND_PERSON = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?[\"”’)\]*_]*$")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")
_OPENS_QUOTED = re.compile(r"[\"“”«»„]")
_BOLD = re.compile(r"(\*\*|__)[^*_].*\1", re.DOTALL)
_SOMEBODY = re.compile(r"(?:She|He|They|Her|His)\b")
# What is told of somebody who is being asked: "She laughs."
_TELLING = re.compile(
    r"\b(?:say|think|laugh|smile|pause|shrug|nod|look|sigh|get|stop|point|lean|pour|grin|continue)"
    r"(?:s|ed)\b|\bsaid\b"
)
_LEAST_QUESTIONS = 3
_LEAST_BOLD = 3
_SPEAKS_ON = -2.0
_AFTER_THE_LAST = -6.0  # a question without its mark among the outlet's last words
_LONG = 60  # words; few questions are as long


class Part(Enum):
    """What a paragraph of an interview is."""

    QUESTION = auto()
    ANSWER = auto()
    TELLING = auto()


_STEPS = {
    (Part.TELLING, Part.TELLING): 0.0,
    (Part.TELLING, Part.QUESTION): -1.0,
    (Part.TELLING, Part.ANSWER): -6.0,
    (Part.QUESTION, Part.ANSWER): 0.0,
    (Part.QUESTION, Part.QUESTION): -2.5,
    (Part.QUESTION, Part.TELLING): -5.0,
    (Part.ANSWER, Part.QUESTION): 0.0,
    (Part.ANSWER, Part.ANSWER): -1.0,
    (Part.ANSWER, Part.TELLING): -2.0,
}


def asks(paragraph: str) -> bool:
    """Whether a paragraph ends with a question mark."""
    return _ASKS.search(paragraph) is not None


def speaks(paragraph: str) -> bool:
    """Whether somebody speaks of themselves in a paragraph, outside quotation marks."""
    return FIRST_PERSON.search(_QUOTED.sub(" ", paragraph)) is not None


def is_bold(paragraph: str) -> bool:
    """Whether all of a paragraph is printed bold, by marks that a page's text kept."""
    return _BOLD.fullmatch(paragraph.strip()) is not None


def read_parts(paragraphs: Sequence[str]) -> list[Part]:
    """What each paragraph is; an empty list where the text is no interview."""
    if not _is_interview(paragraphs):
        return []
    bold = sum(map(is_bold, paragraphs)) >= _LEAST_BOLD
    best = {Part.TELLING: 0.0}
    behind: list[dict[Part, Part]] = []
    last = max(n for n, said in enumerate(paragraphs) if asks(said) or is_bold(said))
    for number, paragraph in enumerate(paragraphs):
        scores = _scores(paragraph, bold=bold)
        if number > last:
            scores[Part.QUESTION] = _AFTER_THE_LAST
        # Who speaks on says "I" or "we" sooner or later.
        on = 0.0 if FIRST_PERSON.search(paragraph) else _SPEAKS_ON
        came: dict[Part, Part] = {}
        reached: dict[Part, float] = {}
        for part, score in scores.items():
            ways = {
                one: total + _STEPS[one, part] + (on if one is part is Part.ANSWER else 0.0)
                for one, total in best.items()
                if (one, part) in _STEPS
            }
            came[part] = max(ways, key=lambda one: ways[one])
            reached[part] = ways[came[part]] + score
        behind.append(came)
        best = reached
    part = max(best, key=lambda one: best[one])
    found = [part]
    for came in reversed(behind[1:]):
        part = came[part]
        found.append(part)
    return found[::-1]


def _is_interview(paragraphs: Sequence[str]) -> bool:
    """Whether several paragraphs ask somebody something, and most of the next ones answer."""
    asking = [
        number
        for number, said in enumerate(paragraphs[:-1])
        if not _OPENS_QUOTED.match(said)
        and (is_bold(said) or (asks(said) and _SECOND_PERSON.search(said)))
    ]
    if len(asking) < _LEAST_QUESTIONS or not any(asks(paragraphs[number]) for number in asking):
        return False
    following = [paragraphs[number + 1] for number in asking if number + 1 not in asking]
    spoken = [said for said in following if not _OPENS_QUOTED.match(said)]
    return 2 * sum(FIRST_PERSON.search(said) is not None for said in spoken) >= len(asking)


def _scores(paragraph: str, *, bold: bool) -> dict[Part, float]:
    """How well a paragraph goes as each part."""
    plain = _QUOTED.sub(" ", paragraph)
    asked, quoted = asks(paragraph), plain != paragraph
    first = FIRST_PERSON.search(plain) is not None
    second = _SECOND_PERSON.search(plain) is not None
    question = 3.0 if asked else -1.0
    question += (second and not first) - 1.5 * (first and not asked)
    question -= len(paragraph.split()) > _LONG
    if bold:
        question += 5.0 if is_bold(paragraph) else -4.0
    answer = 2.0 * first - 2.5 * asked - 0.5 * (second and not first)
    telling = -0.5 + 2.0 * quoted - 1.0 * first - 3.0 * asked
    telling += (_SOMEBODY.match(paragraph) is not None) + (_TELLING.search(plain) is not None)
    return {Part.QUESTION: question, Part.ANSWER: answer, Part.TELLING: telling}
