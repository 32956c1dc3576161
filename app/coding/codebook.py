"""Codebook: what is coded how, in words, made from an issue's definition. Its version is a hash."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from app.coding.codes import OFF_ISSUE, Variable
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.positions import Issue

KIND_RULES = {
    StatementKind.DIRECT: "All of the words stand in quotation marks.",
    StatementKind.MIXED: "Reported in the outlet's words, with some words in quotation marks.",
    StatementKind.INDIRECT: "Reported in the outlet's words alone.",
}
SCOPE_RULES = {
    Scope.GENERAL: "It is about the thing as such, whoever does it.",
    Scope.OWN: "It is only about the part of the holder's own country or body.",
    Scope.OTHER: "It is only about the part of somebody else.",
}
_UNDETERMINED = "is on the issue, but nothing in it or around it decides which way"
_OFF = "says nothing on the proposition"
VARIABLE_RULES = {
    Variable.ACTOR: "Who says it, by name as far as the article tells. An office without a name is"
    " coded as the article has it; nobody is guessed.",
    Variable.KIND: "By what of them stands in quotation marks.",
    Variable.SAID_ON: "The day on which it was said, not the day of the report: 2025-02-25, or"
    " 2025-02 where only the month is known, with ? where you are not sure. Empty where the"
    " article does not tell.",
    Variable.STANCE: "Which way the holder goes on the proposition, by these words in their place"
    " in the article, not by what else is known of the holder.",
    Variable.SCOPE: "Whose part in the thing it is about. Asked only of what is on the issue.",
    Variable.HOLDER: "Whose position it is. The speaker, unless the speaker says what somebody"
    " else wants: then that one. Asked only of what is on the issue.",
    Variable.CONDITION: "What it depends on, in the words of the article; empty where there is no"
    " condition. Asked only of what is on the issue.",
}
VARIABLE_NAMES = {
    Variable.ACTOR: "Who says it",
    Variable.KIND: "How the words are given",
    Variable.SAID_ON: "Day it was said",
    Variable.STANCE: "Stance",
    Variable.SCOPE: "Scope",
    Variable.HOLDER: "Whose position",
    Variable.CONDITION: "Condition",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be chosen, and when."""

    value: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Example:
    """Words that a person has coded, and as what."""

    statement: str  # id
    words: str
    speaker: str
    outlet: str
    stance: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """All that a coder goes by."""

    issue: str  # slug
    title: str
    proposition: str
    description: str
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    stances: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    examples: tuple[Example, ...] = ()

    @property
    def version(self) -> str:
        """The first 12 characters of the SHA-256 of its rules; examples do not change it."""
        return sha256("\n".join(self._rules()).encode()).hexdigest()[:12]

    def markdown(self) -> str:
        """The codebook as Markdown. The same definition and examples give the same text."""
        lines = [*self._rules(), "## Examples", ""]
        if not self.examples:
            lines += ["No statement on this issue has been reviewed by a person yet.", ""]
        for choice in self.stances:
            shown = [one for one in self.examples if one.stance == choice.value]
            if shown:
                lines += [f"### {_line(choice.label)}", ""]
                lines += [
                    f"- {_line(one.speaker)} ({_line(one.outlet)}): {_line(one.words)}"
                    f" [{one.statement}]"
                    for one in shown
                ]
                lines.append("")
        lines += [f"Version {self.version}: a hash of all above but the examples.", ""]
        return "\n".join(lines)

    def _rules(self) -> list[str]:
        lines = [f"# Codebook: {_line(self.title)}", "", f"> {_line(self.proposition)}", ""]
        lines += [_line(self.description), ""]
        for title, items in (
            ("What counts as on the issue", self.counts),
            ("What does not count", self.does_not_count),
        ):
            lines += [f"## {title}", "", *(f"- {_line(item)}" for item in items), ""]
        choices = {
            Variable.KIND: self.kinds,
            Variable.STANCE: self.stances,
            Variable.SCOPE: self.scopes,
        }
        for number, variable in enumerate(Variable, start=1):
            lines += [f"## {number}. {VARIABLE_NAMES[variable]}", "", VARIABLE_RULES[variable], ""]
            for choice in choices.get(variable, ()):
                lines.append(
                    f"- **{_line(choice.label)}** (`{choice.value}`): {_line(choice.rule)}"
                )
            if variable in choices:
                lines.append("")
        return lines


def codebook(issue: Issue, examples: Sequence[Example] = ()) -> Codebook:
    """The codebook of an issue as it is defined now."""
    stances = [
        Choice(stance.value, issue.stances[stance].label, issue.stances[stance].sentence)
        for stance in Stance
        if stance in issue.stances
    ]
    if Stance.UNDETERMINED not in issue.stances:
        stances.append(Choice(Stance.UNDETERMINED.value, "Undetermined", _UNDETERMINED))
    stances.append(Choice(OFF_ISSUE, "Off the issue", _OFF))
    return Codebook(
        issue=issue.slug,
        title=issue.title,
        proposition=issue.proposition,
        description=issue.description,
        counts=issue.counts,
        does_not_count=issue.does_not_count,
        stances=tuple(stances),
        kinds=tuple(
            Choice(kind.value, kind.value.capitalize(), KIND_RULES[kind]) for kind in StatementKind
        ),
        scopes=tuple(
            Choice(scope.value, scope.value.capitalize(), SCOPE_RULES[scope]) for scope in Scope
        ),
        examples=tuple(examples),
    )


def _line(text: str) -> str:
    """Text as one line of Markdown in which nothing is markup."""
    plain = " ".join(text.split())
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|" else mark for mark in plain)
