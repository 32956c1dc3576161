"""Padding: lists of values within queries have few lengths, so that queries have few texts.

``id IN (1, 2, 3)`` is another text than with four ids, and each text is planned anew: of a page of
cards a server planned for some 4 ms. Repeating the last value changes no answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine

_MOST = 512  # longer lists are rare, and each value costs something too


def pad_lists(engine: Engine) -> None:
    """Let lists of values in the engine's queries be as long as a power of two."""
    compiler: Any = engine.dialect.statement_compiler

    class Padding(compiler):  # type: ignore[misc]  # each dialect has its own
        """The dialect's own compiler, to which lists come padded."""

        def _process_parameters_for_postcompile(
            self,
            parameters: dict[str, Any],
            *given: Any,  # noqa: ANN401 - passed on
            **named: Any,  # noqa: ANN401 - passed on
        ) -> Any:  # noqa: ANN401 - as SQLAlchemy has it
            for parameter in self.post_compile_params:
                name = self.bind_names[parameter]
                values = parameters.get(name)
                if isinstance(values, list | tuple) and not parameter.literal_execute:
                    parameters[name] = padded(values)
            return super()._process_parameters_for_postcompile(parameters, *given, **named)

    engine.dialect.statement_compiler = Padding


def padded(values: list[Any] | tuple[Any, ...]) -> list[Any]:
    """The values, the last repeated until they are a power of two in number."""
    wanted = 1 << (len(values) - 1).bit_length() if 0 < len(values) <= _MOST else len(values)
    return [*values, *[values[-1]] * (wanted - len(values))] if values else []
