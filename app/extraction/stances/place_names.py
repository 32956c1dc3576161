"""Place names: which words of a proposition are names, and what else a country goes by."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from app.extraction.lexicons import load_lexicon
from app.extraction.stances.concepts import groups_of
from app.extraction.stances.wording import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

_LEAST = 4  # letters by which an adjective is known to be that of a name: "Scotland", "Scottish"
_LINKS = frozenset({"of", "the", "and"})


def names_of(doc: Doc) -> tuple[tuple[Token, ...], ...]:
    """The names of a proposition, each with all of its words: "Council of Europe"."""
    plain = set(names_in(doc.text))
    found: list[list[Token]] = []
    for token in doc:
        capital = token.text[:1].isupper() and (
            token.lower_ in plain or token.lower_ in _countries() or token.lower_ in _adjectives()
        )
        if not capital or token.pos_ == "PRON" or token.tag_ == "NNS" or len(token) == 1:
            continue
        if (token.i == 0 or token.is_upper) and groups_of(token.lower_):
            continue  # "Cannabis should be legal", "VAT should be lowered"
        if found and _continues(found[-1][-1], token):
            found[-1].extend(doc[found[-1][-1].i + 1 : token.i + 1])
        else:
            found.append([token])
    return tuple(tuple(words) for words in found if words[-1].pos_ != "AUX")


def _continues(last: Token, token: Token) -> bool:
    between = last.doc[last.i + 1 : token.i]
    if len(between) == 0:
        return True
    return (
        between[0].lower_ == "of"
        and all(word.lower_ in _LINKS for word in between)
        and last.pos_ == "PROPN"
        and last.lower_ not in _countries()
    )


def other_names(name: str) -> tuple[str, ...]:
    """What else a country goes by: 'russian', 'moscow' for 'russia'; nothing for other names."""
    for countries, adjectives, capitals in _lines():
        if name in adjectives:
            return (*countries, *adjectives, *capitals)
        if name in countries:
            own = [word for word in adjectives if word[:_LEAST] == name[:_LEAST]]
            part = bool(own) and own[0] != adjectives[0]  # Scotland, of the United Kingdom
            if part:
                return tuple(own)
            return (*countries, *adjectives, *capitals)
    return ()


def with_other_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names, and what else those that are countries go by."""
    given = list(names)
    return tuple(dict.fromkeys([*given, *(other for name in given for other in other_names(name))]))


def is_country(name: str) -> bool:
    """Whether a name is that of a country."""
    return name in _countries()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(name for countries, _, _ in _lines() for name in countries)


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    return frozenset(name for _, adjectives, _ in _lines() for name in adjectives)


@lru_cache(maxsize=1)
def _lines() -> tuple[tuple[list[str], list[str], list[str]], ...]:
    found = []
    for line in load_lexicon("countries").values():
        countries, adjectives, capitals = (
            [each.strip().casefold() for each in part.split(",") if each.strip()]
            for part in (*str(line).split(";"), "", "")[:3]
        )
        found.append((countries, adjectives, capitals))
    return tuple(found)


def text_of(words: Iterable[Token]) -> str:
    """A name in lower case."""
    return " ".join(word.lower_ for word in words)
