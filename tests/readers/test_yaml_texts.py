"""Texts of YAML: the parser in C tells what the one in Python tells, and neither ends a process."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from app.readers import yaml_texts

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def told(text: str, monkeypatch: pytest.MonkeyPatch, *, in_c: bool) -> object:
    with monkeypatch.context() as changed:
        if not in_c:
            changed.setattr(yaml_texts, "_FAST", None)
        try:
            return yaml_texts.load(text)
        except yaml.MarkedYAMLError as error:
            return error.problem, error.problem_mark and error.problem_mark.line
        except yaml.YAMLError as error:
            return str(error)


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.yaml")), ids=lambda path: path.name)
def test_definitions_are_read_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text("utf-8")
    found = told(text, monkeypatch, in_c=True)
    assert isinstance(found, dict)
    assert found == told(text, monkeypatch, in_c=False)


@pytest.mark.parametrize(
    "text",
    ["a: b: c", "a: [1", "a:\n\t- b", "- a\nb", "a: 'x", "a: *b", "%x", "\x00a: b", "a: \ud83d",
     "a: !!python/object:os.system x", "a: 1\na: 2", "a: {b: 1, b: 2}", "", "a: ~", "\ufeffa: NO",
     "a: 12:30\nb: 2025-09-04", "a: &c [1]\nb: *c"],
)  # fmt: skip
def test_what_is_wrong_is_told_alike(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(text, monkeypatch, in_c=True) == told(text, monkeypatch, in_c=False)


@pytest.mark.parametrize("opened", ["[", "- ", "? ", "{a: "], ids=["list", "lines", "key", "map"])
def test_what_is_nested_deeply_ends_no_process(opened: str) -> None:
    with pytest.raises((yaml.YAMLError, RecursionError)):
        yaml_texts.load(opened * 20_000)
