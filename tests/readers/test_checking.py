from __future__ import annotations

from typing import TYPE_CHECKING

from app.config import resource_folder
from app.readers.checking import problems

if TYPE_CHECKING:
    from pathlib import Path

SOUND = """\
slug: sea-bridge
proposition: The bridge should be built.
things: [bridge]
stances:
  supports: {label: For, sentence: wants the bridge}
"""


def _problems(folder: Path, text: str) -> list[tuple[int | None, str]]:
    file = folder / "issue.yaml"
    file.write_text(text, "utf-8")
    return [(one.line, one.sentence) for one in problems(file)]


def test_the_shipped_issues_have_no_problem() -> None:
    for file in (resource_folder("seeds") / "issues").iterdir():
        assert problems(file) == ()


def test_all_problems_are_told_each_with_its_line(tmp_path: Path) -> None:
    found = _problems(
        tmp_path,
        SOUND.replace("slug: sea-bridge", "slug: Sea Bridge") + "colour: red\nplace: norland\n",
    )
    assert [line for line, _ in found] == [1, 6, 7]
    assert "small letters" in found[0][1]
    assert "'colour' is no field here" in found[1][1]
    assert "'place' must be a list of texts" in found[2][1]


def test_fields_that_ask_for_others(tmp_path: Path) -> None:
    ((line, sentence),) = _problems(tmp_path, SOUND + "timing: after\n")
    assert line == 6
    assert "asks for words under 'events'" in sentence
    ((_, sentence),) = _problems(tmp_path, SOUND.replace("things: [bridge]\n", ""))
    assert "'things' is missing" in sentence


def test_words_that_would_be_lost_or_stand_twice(tmp_path: Path) -> None:
    found = _problems(
        tmp_path, SOUND.replace("[bridge]", "[bridge, Bridge]") + "exclusions: [bridge]\n"
    )
    assert any("'bridge' twice" in sentence for _, sentence in found)
    assert any("would be lost" in sentence for _, sentence in found)


def test_several_issues_in_a_file(tmp_path: Path) -> None:
    one = "".join(f"  {line}\n" for line in SOUND.splitlines())
    entry = "- " + one[2:]
    found = _problems(tmp_path, "issues:\n" + entry + entry)
    assert len(found) == 1
    assert "taken already" in found[0][1]


def test_what_is_no_yaml(tmp_path: Path) -> None:
    ((line, sentence),) = _problems(tmp_path, "slug: [")
    assert line is None
    assert "not YAML" in sentence
    assert _problems(tmp_path, "- a\n")[0][1].startswith("An issue must be")
