"""What a report prints in quotation marks, and whether another does so too."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.utterances.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# So many content words in marks are direct speech; fewer are a phrase.
_FEWEST = 4
# So much of what is quoted stands without marks in the first report when it gives the passage.
_GIVEN = 0.25
# So much of the shorter of two quoted stretches stands in the other when both are of one passage.
_QUOTED = 0.34

_STRETCH = re.compile(
    r"“([^”]+)(?:”|\Z)|\"([^\"]+)(?:\"|\Z)|«([^»]+)(?:»|\Z)|„([^“”]+)(?:[“”]|\Z)"
    # Single marks: no letter before the opening one and none after the closing one.
    r"|(?<![^\W_])[‘]((?:[^’]|’(?=[^\W_]))+)(?:’|\Z)|(?<![^\W_])'((?:[^']|'(?=[^\W_]))+)'(?![^\W_])"
)


def quoted_alone(report: str, first: str, others: Sequence[str]) -> tuple[Span, Span] | None:
    """Direct speech of a report that the first gives without marks and nobody else quotes.

    The spans are those of the quoted stretch, and of all the first prints; None: there is none.
    """
    given = _stems(_outside(first))
    if not given or not any(True for _ in quotations(report)):
        return None
    stretches = [stems for other in others for stems in _quoted(other)]
    for span in quotations(report):
        stems = _stems(span.of(report))
        if _length(span.of(report)) < _FEWEST:
            continue
        if len(stems & given) < _GIVEN * min(len(stems), len(given)):
            continue
        if not stems & given or any(_same(stems, quoted) for quoted in stretches):
            continue
        return span, Span(0, len(first))
    return None


def quotations(text: str) -> Iterator[Span]:
    """What stands between quotation marks, without the marks."""
    for found in _STRETCH.finditer(text):
        group = found.lastindex
        if group:
            yield Span(*found.span(group))


@lru_cache(maxsize=4_096)
def _quoted(text: str) -> tuple[frozenset[str], ...]:
    return tuple(_stems(span.of(text)) for span in quotations(text))


def _outside(text: str) -> str:
    kept, at = [], 0
    for span in quotations(text):
        kept.append(text[at : span.start])
        at = span.end
    return " ".join([*kept, text[at:]])


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(text) if token.content)


def _length(text: str) -> int:
    return sum(token.content for token in tokens(text))


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return bool(shorter) and len(one & other) / shorter >= _QUOTED
