"""The codebook: all of the definition, one version for one definition, nothing as markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.coding.codebook import Example, codebook
from app.coding.codes import OFF_ISSUE, Answer, Variable, checked
from tests.factories import make_issue

EXAMPLE = Example("0000000000002", "# No *troops*", "Ada", "The Paper", "opposes")


def test_it_has_all_that_a_coder_goes_by() -> None:
    text = codebook(make_issue(), [EXAMPLE]).markdown()
    for piece in (
        "# Codebook: Troops", "Troops should be sent.", "Says so.", "Weapons.",
        "**Supports** (`supports`): supports it", f"`{OFF_ISSUE}`", "`indirect`", "`own`",
        "\\# No \\*troops\\*", "0000000000002",
    ):  # fmt: skip
        assert piece in text
    assert text.count("\n## ") == len(Variable) + 3


def test_its_version_is_of_the_rules_and_not_of_the_examples() -> None:
    one = codebook(make_issue())
    assert one.version == codebook(make_issue(), [EXAMPLE]).version
    assert one.version in one.markdown()
    changed = replace(make_issue(), does_not_count=("Weapons.", "Money."))
    assert codebook(changed).version != one.version


def test_answers_have_one_form() -> None:
    one = checked(Answer(actor=" Ada  Moreau ", stance="supports"))
    assert (one.actor, one.holder, one.scope) == ("Ada Moreau", "Ada Moreau", "general")
    off = checked(replace(one, stance=OFF_ISSUE, condition="x"))
    assert (off.holder, off.scope, off.condition) == ("", "", "")
    assert checked(one) == one


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        Answer(stance="likes"),
        Answer(stance="supports", kind="shouted"),
        Answer(stance="supports", scope="wide"),
        Answer(stance="supports", said_on="soon"),
        Answer(stance="supports", note="x" * 3000),
    ],
)
def test_what_is_none_of_the_choices_is_refused_in_words(answer: Answer) -> None:
    with pytest.raises(ValueError, match=r"[A-Z“'].*"):
        checked(answer)
