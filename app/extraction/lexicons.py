"""Lexicons: the word lists in app/extraction/lexicon/, read once and compiled."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "lexicon"


@cache
def load_lexicon(name: str) -> dict[str, Any]:
    """The lexicon ``name``.yaml as YAML gives it. Raises FileNotFoundError when there is none."""
    with (_FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, Loader=_LOADER)  # noqa: S506 - a safe loader
    return content


@cache
def load_pattern(name: str, entry: str, *, lower: bool = False) -> re.Pattern[str]:
    """The regular expressions of one entry of a lexicon, one a line, as one, case ignored.

    ``lower``: for text in lower case, which is searched in a third of the time.
    """
    lines = load_lexicon(name)[entry].splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines), 0 if lower else re.IGNORECASE)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # written in C where it was built
