"""The parser that the tests of extraction share, so that its model is loaded once."""

from __future__ import annotations

from functools import cache

from app.config import Settings
from app.extraction.parsing import Parser


@cache
def parser() -> Parser:
    """The parser of the default settings."""
    return Parser(Settings(_env_file=None).spacy_model)  # type: ignore[call-arg]
