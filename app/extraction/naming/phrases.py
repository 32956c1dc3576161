"""Phrases: the words by which somebody without a name is known: "person close to the talks".

A source that names nobody keeps its printed words, as far as they say who it is: the noun, what
stands before it, and what narrows it down after it. A clause that only adds to it ("officials,
most of whom ..."), and one that tells under which condition somebody speaks, say nothing of that.
"""

from __future__ import annotations

import re

from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import split_words

_ADDS = re.compile(
    r"\s*(?:,\s+|[–—]\s*|\s-\s|\(\s*)(?="
    r"(?:(?:\w+\s+){0,2}of\s+(?:whom|which|them)|who|which|whose|whom|where|when|while|himself"
    r"|herself|itself|themselves|now|then|once|both|each|all|dated|speaking|writing|citing"
    r"|including|such|like|according|also|not|but|in|on|at|from|for|by|as|with|part|one"
    r"|an?|the|his|her|their|its|aged?|\d+|\w{3,}(?:ed|wn|en)|found|made|sent|held|built)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^[^,;]*(?:,[^,;]*)*,?\s(?:and|or)\s", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|which|whom|whose|that|where)\b", re.IGNORECASE)
_PERIOD = re.compile(
    r",?\s(?:when|while|after|before|because|since|as|although|though|but|until|so)\s",
    re.IGNORECASE,
)
# "two workers | we reached by phone", "residents | reached by telephone"
_CONTACT = re.compile(
    r"\s(?:(?:I|we|he|she|they)\s|(?:reached|contacted|interviewed|quoted)\s(?:by|in|for|on)\b"
    r"|known\s.*\bas\b)"
)
# How a clause begins that gives a condition, and what such a clause speaks of.
_CLAUSE = re.compile(
    r",?\s(?:who|which|that|granted|given|speaking|requesting|asking|insisting|on|under)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"anonym|\bconditions?\b|\bbackground\b|not\s+(?:\w+\s+)?authori[sz]ed|n[o']t\s+(?:want|wish)"
    r"|(?:declined|asked|refused|wished|wanted|preferred)\s+(?:not\s+)?to\s+be\s"
    r"|not\s+(?:to\s+)?be(?:ing)?\s+(?:named|identified|quoted)|speak\w*\s+(?:freely|publicly"
    r"|openly|candidly|on\s+the\s+record)",
    re.IGNORECASE,
)
# What became of a document, and when: "a letter | sent last week", "a poll | in December".
_FATE = re.compile(
    r"(?:,\s(?:seen|obtained|reviewed)|,?\s(?:sent|filed|released|published|dated|posted|leaked"
    r"|issued|circulated|submitted|unveiled|shared|read|shown|taken|carried|conducted|signed|consisting"
    r"|(?:in|from|on)\s(?:early\s|late\s|mid-)?(?:[12]\d{3}|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"|(?:last|this)\s\w+))\b"
)
_TO_WHOM = re.compile(
    r"^(\w+ (?:from|by) [^,]+?) to \w.*$"
)  # "a letter from the mayor | to voters"
_DAY = re.compile(r"(?<=[a-z])\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)$")
_LONGEST = 16  # words; what goes on for longer tells a story


def narrowed(printed: str) -> str:
    """The words of a noun phrase that say who is meant, in the order of the text."""
    text = " ".join(printed.split())
    bracket = text.find(" (")
    text = text[:bracket] if bracket > 0 else text
    for match in _ADDS.finditer(text):
        if match.start() and not _is_listed(text[match.end() :]):
            text = text[: match.start()]
            break
    for match in _CLAUSE.finditer(text):
        if match.start() and _CONDITION.search(text[match.start() :]):
            text = text[: match.start()]
            break
    fate = _FATE.search(text)
    if fate is not None and _ends_document(text[: fate.start()]):
        text = text[: fate.start()]
    text = _TO_WHOM.sub(r"\1", text)
    contact = _CONTACT.search(text)
    relative = _RELATIVE.search(text)
    if contact is not None and relative is None:
        text = text[: contact.start()]
    if relative is not None:
        period = _PERIOD.search(text, relative.end())
        text = text[: period.start()] if period is not None else text
    words = text.split(" ")
    if len(words) > _LONGEST and relative is not None:
        text = text[: relative.start()]
    text = re.sub(r"\s(?:who|which|that|whose)$", "", text.strip(" ,;"))
    return _DAY.sub("", text.strip(" ,;"))


def _ends_document(text: str) -> bool:
    """Whether words are those of a document: "a letter", "a letter from the mayor to voters"."""
    words = split_words(re.split(r"\s(?:from|by|of|to|for|on)\s", text, maxsplit=1)[0])
    return bool(words) and vocabulary().documents.at(words, len(words) - 1) is not None


def _is_listed(rest: str) -> bool:
    """Whether what follows a comma is the next of several: "a judge, a clerk and a guard"."""
    match = _LISTED.match(rest)
    return match is not None and _RELATIVE.search(match.group()) is None and len(rest.split()) < 9
