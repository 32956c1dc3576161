"""YAML whose scalars are texts: ``load(text)``, which builds nothing but lists, mappings and text.

PyYAML's parser in Python takes a quarter of a second for seeds/actors.yaml, at each start; libyaml
a tenth of that. But libyaml's tree of what is nested deeply overflows the stack of the process,
and its sentences differ. So it is given only what its events show to be shallow, and whatever it
refuses is told by the parser in Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent

if TYPE_CHECKING:
    from collections.abc import Hashable

_DEEPEST = 100
_IN_C: type[Any] | None = getattr(yaml, "CSafeLoader", None)  # where libyaml was built in


def load(text: str) -> object:
    """What a YAML text holds, scalars but null as text. Raises yaml.YAMLError or RecursionError."""
    if _FAST is not None:
        try:
            if _is_shallow(text):
                return yaml.load(text, Loader=_FAST)  # noqa: S506 - safe, as _TextLoader is
        except (yaml.YAMLError, UnicodeEncodeError):
            pass  # told by the other
    # It is a SafeLoader.
    return yaml.load(text, Loader=_TextLoader)  # noqa: S506


class _Texts:
    """Makes a loader of PyYAML's read every scalar but null as text.

    YAML 1.1 takes NO for false, 2025-09-04 for a date and 12:30 for a number; here Norway's code
    stays NO and a date stays EDTF. A key given twice is an error, where PyYAML keeps the last.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - how PyYAML is told; assigned once, never changed
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's own
    ) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field '{key.value}' is given twice", key.start_mark
                )
            seen.add(key.value)
        made: dict[Hashable, Any] = super().construct_mapping(node, deep)  # type: ignore[misc]
        return made


class _TextLoader(_Texts, yaml.SafeLoader):
    """The parser in Python."""


_FAST: type[Any] | None = _IN_C and type("_FastLoader", (_Texts, _IN_C), {})


def _is_shallow(text: str) -> bool:
    """Whether nothing is nested deeper than _DEEPEST. Raises yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=_IN_C):  # type: ignore[arg-type]  # its stack is a list
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            return False
    return True
