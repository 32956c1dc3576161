"""Sureness: counts, on rows coded by people, how often each kind of position was right.

``python -m app.training.sureness FILE... > app/extraction/lexicon/stance_confidence.yaml`` writes
the table that app/extraction/stances/sureness.py reads. The files are JSON Lines as
tests/gold/stance_dev.jsonl. The same rows and rules give the same bytes; the table itself changes
no stance and no holder, so that a second run gives what the first one gave.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.config import Settings
from app.domain.positions import Stance
from app.evaluation.coding import Code, compare, load_rows
from app.extraction.judging import Judge
from app.extraction.parsing import Parser
from app.extraction.stances.sureness import SENTENCES, TOLD
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HEAD = """\
# How often positions were right, by the class and side of their strongest deciding words, and by
# what made them doubtful: [right, given]. Counted, not chosen: python -m app.training.sureness on
# {files}.
# topic: how many positions were given on statements that are on the issue; all other counts are of
# these alone. plain: those of no doubtful circumstance. How a confidence comes of it:
# app/extraction/stances/sureness.py.
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A position given on a coded row."""

    kind: str
    doubtful: tuple[str, ...]
    on_issue: bool
    right: bool


def counted(files: Sequence[Path]) -> Iterator[Counted]:
    """The positions given on the rows of some files."""
    judge = Judge(
        {issue.slug: issue for issue in load_issues(None)},
        load_actors(None),
        Parser(Settings().spacy_model),
    )
    sentences = {sentence: name for name, sentence in SENTENCES.items()}
    for file in files:
        rows = load_rows(file)
        found = [
            judge(row.statement, row.context, row.speaker, row.issue, row.issue_text)
            for row in rows
        ]
        comparison = compare(rows, [Code.of(one) for one in found])
        for judgement, one in zip(found, comparison.compared, strict=True):
            if judgement.on_issue and judgement.stance is not Stance.UNDETERMINED:
                known = tuple(sentences[why] for why in judgement.review if why in sentences)
                if any(why.startswith(TOLD) for why in judgement.review):
                    known += ("told",)
                yield Counted(judgement.kind, known, one.row.code.on_issue, one.right)


def count(found: Iterable[Counted], onto: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The counts of these, added to those of another table."""
    start = onto or {"topic": (0, 0), "plain": (0, 0), "kinds": {}, "circumstances": {}}
    topic, plain = [*start["topic"]], [*start["plain"]]
    kinds = defaultdict(lambda: [0, 0], {key: [*two] for key, two in start["kinds"].items()})
    circumstances = defaultdict(
        lambda: [0, 0], {key: [*two] for key, two in start["circumstances"].items()}
    )
    for one in found:
        topic[0] += one.on_issue
        topic[1] += 1
        if not one.on_issue:
            continue
        counts = [circumstances[name] for name in one.doubtful] or [plain, kinds[one.kind]]
        for pair in counts:
            pair[0] += one.right
            pair[1] += 1
    return {
        "topic": topic,
        "plain": plain,
        "kinds": dict(sorted(kinds.items())),
        "circumstances": dict(sorted(circumstances.items())),
    }


def as_yaml(counts: Mapping[str, Any]) -> str:
    """Counts as the table is written."""
    lines = [f"topic: {counts['topic']}\nplain: {counts['plain']}\n"]
    for name in ("kinds", "circumstances"):
        lines.append(f"{name}:\n" if counts[name] else f"{name}: {{}}\n")
        lines += [f'  "{key}": {value}\n' for key, value in counts[name].items()]
    return "".join(lines)


def table(found: Iterable[Counted], files: Sequence[Path]) -> str:
    """The table as YAML."""
    return _HEAD.format(files=", ".join(file.as_posix() for file in files)) + as_yaml(count(found))


@click.command
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def main(files: tuple[Path, ...]) -> None:
    """Print the table counted on FILES."""
    sys.stdout.write(table(counted(files), files))


if __name__ == "__main__":
    main()
