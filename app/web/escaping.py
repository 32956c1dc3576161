"""Escaping: what templates print, as plain text, so that it is marked as safe once and not thrice.

jinja2 makes a Markup of each thing that is printed and then joins them as plain strings. A page of
a comparison prints 4,000 things, and making a Markup takes longer than escaping one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

_plain: Callable[[str], str]
try:
    from markupsafe import _escape_inner as _plain  # type: ignore[attr-defined]
except ImportError:  # it is no promise of markupsafe's

    def _plain(text: str) -> str:
        return str(escape(text))


def escaped(value: object) -> str:
    """The same text as markupsafe's ``escape`` gives."""
    kind = type(value)
    if kind is str:
        return _plain(value)  # type: ignore[arg-type]
    if kind is Markup or kind is int:
        return value if kind is Markup else str(value)  # type: ignore[return-value]
    return escape(value)


class _Code(CodeGenerator):
    """Has templates print by ``escaped``."""

    def write_commons(self) -> None:
        """What every function of a compiled template begins with."""
        super().write_commons()
        self.writeline("escape = environment.escaped")


class EscapingEnvironment(Environment):
    """Templates that print by ``escaped``; what is not known to be safe is escaped as ever."""

    code_generator_class = _Code
    escaped = staticmethod(escaped)
