"""What templates print is escaped as jinja2 escapes it."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup, escape

from app.web.escaping import EscapingEnvironment, escaped


class _Marked:
    def __html__(self) -> str:
        return "<b>&amp;</b>"


class _Name(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    ["a < b & \"c\" 'd' > “e”", "", _Name("<i>"), Markup("<p>&amp;"), _Marked(), 7, True, 0.5],
)
def test_a_value_is_escaped_as_ever(value: object) -> None:
    assert escaped(value) == str(escape(value))


@pytest.mark.parametrize(
    "source",
    [
        "{{ bad }}",
        "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(bad) }}",
        "{% set x %}<i>{{ bad }}</i>{% endset %}{{ x }}{{ x ~ bad }}{{ bad ~ x }}",
        "{% macro m() %}<b>{{ caller() }}</b>{% endmacro %}{% call m() %}{{ bad }}{% endcall %}",
        "{% filter upper %}{{ bad }}{% endfilter %}{{ [bad, 'é']|join(bad) }}{{ bad|safe }}",
        "{% block one %}{% for x in [bad] %}{{ x }}{% endfor %}{% endblock %}{{ self.one() }}",
    ],
)
def test_a_template_prints_as_ever(source: str) -> None:
    bad = "<script>'\"&"
    plain, ours = (
        kind(autoescape=True).from_string(source).render(bad=bad)
        for kind in (jinja2.Environment, EscapingEnvironment)
    )

    assert ours == plain
    assert "&lt;" in ours.lower()


def test_an_unknown_name_is_an_error() -> None:
    templates = EscapingEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    with pytest.raises(jinja2.UndefinedError):
        templates.from_string("{{ unknown }}").render()
