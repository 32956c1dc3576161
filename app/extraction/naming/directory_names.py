"""Directory names: all whole names of a directory, by their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.naming.vocabulary import Phrases
from app.extraction.naming.words import split_words

if TYPE_CHECKING:
    from app.domain.actors import Actor, ActorDirectory


@dataclass(frozen=True, slots=True)
class Name:
    """A whole name of a directory, and how it has to be printed."""

    actors: tuple[Actor, ...]
    lower: bool  # the name is written without capitals: "coalition of volunteers"
    upper: bool  # an acronym: "US", which is not "us"


def directory_names(directory: ActorDirectory) -> Phrases[Name]:
    """All whole names of a directory, by their words."""
    by_words: dict[tuple[str, ...], list[tuple[Actor, str]]] = {}
    for actor in directory:
        for name in actor.names:
            words = split_words(name)
            if words and words[0] == "the" and len(words) > 1:
                words = words[1:]
            if words:
                by_words.setdefault(words, []).append((actor, name))
    phrases: Phrases[Name] = Phrases()
    for words, named in by_words.items():
        actors = tuple({actor.slug: actor for actor, _ in named}.values())
        phrases.add(
            words,
            Name(
                actors,
                lower=any(" " in name and name[1:] == name[1:].lower() for _, name in named),
                upper=all(_is_acronym(name) for _, name in named),
            ),
        )
    return phrases


def _is_acronym(name: str) -> bool:
    return len(name) <= 5 and name.isupper()
