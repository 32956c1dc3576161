"""A second opinion on positions, from a language model that a person has set up. Off by default.

    position -> question -> service (any OpenAI-compatible endpoint) -> answer, checked -> opinion

What a model says never decides: its label stands beside the rules' label, and where they differ a
person is asked to look. It must point to words of the statement; an answer whose words are not in
it is thrown away. docs/opinions.md says what leaves the machine.
"""

from __future__ import annotations

from app.opinions.reader import Counts, Reader
from app.opinions.service import Service

__all__ = ["Counts", "Reader", "Service"]
