"""AgreementOfTwo: how far two coders agree, where not, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.coding.agreement import RELIABLE, TENTATIVE, figures
from app.coding.codebook import VARIABLE_NAMES
from app.coding.codes import OF_POSITIONS, Variable, same
from app.domain.statements import BREAK
from app.views.coding import METHOD, sample_address
from app.views.links import Link, statement_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from app.coding.agreement import Figure
    from app.coding.codes import Answer
    from app.coding.samples import Compared, Sample

_NONE = "nothing"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figures of one variable in words."""

    name: str
    alpha: str
    interval: str
    reading: str
    per_cent: str
    n: int
    note: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A variable that both see otherwise, and what was decided of it."""

    key: str
    name: str
    one: str
    other: str
    decided: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A statement that both see otherwise."""

    number: int
    words: str
    statement: Link
    article: str
    differences: tuple[Difference, ...]
    notes: tuple[tuple[str, str], ...]
    decision: str
    reason: str
    action: str


@dataclass(frozen=True, slots=True)
class CodersAgreementPage:
    """All that /coding/{number}/agreement shows."""

    title: str
    address: str
    sample: Link
    coders: tuple[str, str]
    size: int
    lines: tuple[FigureLine, ...]
    method: str
    disagreements: tuple[Disagreement, ...]
    open: int
    problem: str
    json: str


def coders_agreement_page(
    sample: Sample,
    compared: Sequence[Compared],
    names: Mapping[str, str],
    problem: str = "",
) -> CodersAgreementPage:
    """The page of a finished sample; ``names`` are those of actors by slug."""
    address = f"{sample_address(sample.id)}/agreement"
    one, other = (coder.name for coder in sample.coders)
    found = tuple(_disagreement(sample, each, names) for each in compared if differing(each))
    return CodersAgreementPage(
        title=f"{sample.name}: how far {one} and {other} agree",
        address=address,
        sample=Link(sample_address(sample.id), sample.name),
        coders=(one, other),
        size=len(compared),
        lines=tuple(_line(figure) for figure in figures([(e.one, e.other) for e in compared])),
        method=METHOD,
        disagreements=found,
        open=sum(not one.decision for one in found),
        problem=problem,
        json=f"{address}.json",
    )


def differing(one: Compared) -> tuple[Variable, ...]:
    """The variables that both see otherwise; of what only one was asked none."""
    both = one.one.on_issue and one.other.on_issue
    return tuple(
        variable
        for variable in Variable
        if (both or variable not in OF_POSITIONS) and not same(variable, one.one, one.other)
    )


def agreement_data(sample: Sample, compared: Sequence[Compared]) -> dict[str, Any]:
    """The figures as data."""
    return {
        "sample": sample.name,
        "seed": sample.seed,
        "coders": [coder.name for coder in sample.coders],
        "method": METHOD,
        "variables": [
            {
                "variable": one.variable.value,
                "n": one.n,
                "alike": one.alike,
                "per_cent": one.per_cent,
                "alpha": one.alpha,
                "low": one.low,
                "high": one.high,
                "undefined_resamples": one.undefined,
            }
            for one in figures([(each.one, each.other) for each in compared])
        ],
    }


def _line(figure: Figure) -> FigureLine:
    alpha, reading = "not defined", ""
    if figure.alpha is not None:
        alpha = f"{figure.alpha:.2f}"
        reading = (
            "reliable"
            if figure.alpha >= RELIABLE
            else "tentative"
            if figure.alpha >= TENTATIVE
            else "too low to rely on"
        )
    elif figure.n:
        reading = "only one value was used" if figure.n > 1 else "one statement tells nothing"
    return FigureLine(
        name=VARIABLE_NAMES[figure.variable],
        alpha=alpha,
        interval=(
            f"{figure.low:.2f} to {figure.high:.2f}"
            if figure.low is not None and figure.high is not None
            else "–"
        ),
        reading=reading,
        per_cent=f"{figure.per_cent:.0f} %" if figure.per_cent is not None else "–",
        n=figure.n,
        note=(
            f"without {figure.undefined:,} of the resamples, which had one value only"
            if figure.undefined
            else ""
        ),
    )


def _disagreement(sample: Sample, each: Compared, names: Mapping[str, str]) -> Disagreement:
    decided = each.decision
    passage = each.passage
    coders = [coder.name for coder in sample.coders]
    return Disagreement(
        number=each.number,
        words=BREAK.join(passage.words),
        statement=Link(statement_address(passage.statement), "the statement’s page"),
        article=f"{passage.title}, {passage.outlet}" if passage.title else passage.outlet,
        differences=tuple(
            Difference(
                variable.value,
                VARIABLE_NAMES[variable],
                _shown(each.one, variable, names),
                _shown(each.other, variable, names),
                _shown(decided.answer, variable, names) if decided else "",
            )
            for variable in differing(each)
        ),
        notes=tuple(
            (name, answer.note)
            for name, answer in zip(coders, (each.one, each.other), strict=True)
            if answer.note
        ),
        decision=(
            f"Decided by {decided.decided_by}"
            + (", and the statement changed accordingly" if decided.revision else "")
            if decided
            else ""
        ),
        reason=decided.answer.note if decided else "",
        action=f"{sample_address(sample.id)}/decide/{each.number}",
    )


def _shown(answer: Answer, variable: Variable, names: Mapping[str, str]) -> str:
    value = answer.value(variable)
    return names.get(value, value) or _NONE
