"""Language: which language a text is in, recognised by py3langid from its letters."""

from __future__ import annotations

import py3langid  # type: ignore[import-untyped]  # it ships no types

_LEAST_LETTERS = 40  # below, a guess is worth nothing: names alone look like any language
_ENOUGH = 4_000  # characters; more do not make it surer


def recognise(text: str) -> str | None:
    """The ISO 639-1 code of the language a text is in; None when there is too little to tell."""
    sample = text[:_ENOUGH]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    language, _score = py3langid.classify(sample)
    return str(language)
