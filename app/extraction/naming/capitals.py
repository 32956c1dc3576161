"""Capitals: words that are capitalised by convention only, and what joins the parts of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.extraction.months import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.extraction.naming.words import Word

_BEFORE_NICKNAME = frozenset({" ‘", " “", ' "', " '"})
_AFTER_NICKNAME = frozenset({"’ ", "” ", '" ', "' "})
# Verbs that follow a name in a headline, where all words have capitals: "Smith Says Talks".
HEADLINE_VERBS = frozenset(
    re.findall(
        r"\w+",
        "says said tells told urges urged warns warned calls called vows vowed claims claimed"
        " admits denies denied rejects rejected accuses accused slams slammed blasts backs wants"
        " asks insists hails signs visits meets announces announced reveals confirms rules hints"
        " pledges",
    )
)
_NUMBERS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty hundred thousand million",
)
_MONTHS_AND_NAMES = frozenset({"may", "june", "april", "august"})
# Capitalised by convention, never a name on their own.
NEVER_NAMES = frozenset(
    [
        *WEEKDAYS,
        *MONTHS,
        *_NUMBERS,
        *re.findall(
            r"\w+",
            "i he she it we they the a an this that these those but and or if when while however"
            " meanwhile in on at for from to by as according his her their its our my yes no not"
            " there here what who why how where s",
        ),
    ]
)


def is_no_name(word: Word) -> bool:
    """Whether a word is capitalised by convention only; a month as a subject is somebody's name."""
    if word.low in _MONTHS_AND_NAMES and word.token.pos_ == "PROPN":
        return word.token.dep_ not in {"nsubj", "nsubjpass", "poss", "appos"}
    return word.low in NEVER_NAMES


def is_nickname(words: Sequence[Word], place: int) -> bool:
    """Whether a word in quotation marks stands between two of a name: "Ann ‘Nan’ Smith"."""
    if words[place].gap not in _BEFORE_NICKNAME or place + 1 >= len(words):
        return False
    return words[place + 1].gap in _AFTER_NICKNAME and words[place + 1].capital


def is_day(words: Sequence[Word], place: int) -> bool:
    """Whether a month stands beside a number: "on 26 May", "May 26"."""
    if words[place].low not in _MONTHS_AND_NAMES:
        return False
    beside = (*words[max(place - 1, 0) : place], *words[place + 1 : place + 2])
    return any(word.text[:1].isdigit() for word in beside)


def is_given_month(words: Sequence[Word], place: int) -> bool:
    """Whether a month's name is somebody's before a surname: "June Smith"."""
    if words[place].low not in _MONTHS_AND_NAMES or place + 1 >= len(words):
        return False
    if place > 0 and words[place - 1].text.isdigit():
        return False  # "4 April"
    following = words[place + 1]
    named = following.capital and following.gap == " " and following.low not in NEVER_NAMES
    return named and words[place].token.dep_ == "compound" and following.token.pos_ == "PROPN"


def is_party_tag(words: Sequence[Word], place: int) -> bool:
    """Whether a word is part of a member's party and state: "Smith, D-N.Y.", "(R-Texas)"."""
    for start in (place, place - 1):
        if start < 0 or start + 1 >= len(words) or len(words[start].text) != 1:
            continue
        before = words[start].gap.strip()
        if words[start + 1].gap in {"-", "–"} and before in {",", "("}:
            return True
    return False


def goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether a capitalised word follows directly, without a possessive."""
    following = words[place + 1] if place + 1 < len(words) else None
    return (
        following is not None
        and following.joined
        and not following.gap.startswith(("'", "’"))
        and following.capital
        and following.token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}
        and following.low not in NEVER_NAMES
    )
