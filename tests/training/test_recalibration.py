"""Confidences counted anew from reviews: refused of few, measured on what was not counted."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.cli import main
from app.cli.options import rely_on_table
from app.config import Settings, resource_folder
from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.db.store.editing import Correction, PositionDraft, accept, correct
from app.db.tables import StatementRow
from app.domain.accounts import By, Interface
from app.domain.dates import UNKNOWN_DATE
from app.domain.positions import Evidence, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import OutletRef
from app.domain.reviews import Reviewed, Said, SaidPosition
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import InputError, InvalidDefinition
from app.extraction.pipeline import extract
from app.extraction.stances.certainty import DOUBTFUL, HEARSAY
from app.extraction.stances.sureness import (
    SENTENCES,
    TOLD,
    confidence_of,
    rely_on,
    shares,
    shipped,
)
from app.ingest import Here, Recipe
from app.readers.definitions import load_actors, load_issues
from app.readers.sureness import load_sureness
from app.readers.text import read_text
from app.training.recalibration import LEAST, Judged, judged, recalibrate
from app.training.sureness import Counted, as_yaml, count
from tests.extraction.parsers import parser
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KIND = "refusal, opposes"
EVA = By(1, "Eva", Interface.WEB)


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    rely_on(None)


def took(*review: str, stance: Stance = Stance.OPPOSES, rule: str = "refusal") -> SaidPosition:
    evidence = (
        Evidence(Span(0, 3), "hedging", Stance.NONCOMMITTAL),
        Evidence(Span(4, 8), rule, stance),
    )
    return SaidPosition("troops", stance, "ada", None, 0.8, evidence, review)


def reviewed(machine: SaidPosition, now: SaidPosition | None, article: str = "a") -> Reviewed:
    said = Said("ada", StatementKind.DIRECT, (Span(0, 5),), None, 0.9, (machine,))
    stands = replace(said, positions=(now,) if now else ())
    return Reviewed("s", article, OutletRef("p", "P"), UNKNOWN_DATE, said, stands, withdrawn=False)


def some(right: int, wrong: int, kind: str = KIND) -> list[Judged]:
    """Positions of one kind, each in an article of its own, in an order without a pattern."""
    made = [
        Judged(f"{kind}{n}", Counted(kind, (), on_issue=True, right=n < right), held=False)
        for n in range(right + wrong)
    ]
    random.Random(7).shuffle(made)  # noqa: S311 - no secret
    return made


def test_a_review_is_counted_as_a_coded_row_is() -> None:
    right, wrong, off, doubtful = judged(
        [
            reviewed(took(), took()),
            reviewed(took(), took(stance=Stance.CONDITIONAL)),
            reviewed(took(), None),
            reviewed(took(SENTENCES["weak"], f"{TOLD}Bo, as somebody else tells it."), took()),
        ]
    )
    assert right.counted == Counted(KIND, (), on_issue=True, right=True)
    assert wrong.counted == Counted(KIND, (), on_issue=True, right=False)
    assert off.counted == Counted(KIND, (), on_issue=False, right=False)
    assert doubtful.counted == Counted(KIND, ("weak", "told"), on_issue=True, right=True)
    assert not doubtful.held


def test_what_is_undetermined_or_added_by_a_person_is_not_counted() -> None:
    nothing = took(stance=Stance.UNDETERMINED)
    added = replace(reviewed(took(), took()), machine=None)
    assert list(judged([reviewed(nothing, took()), added])) == []


def test_a_doubt_outside_the_table_holds_the_confidence_down() -> None:
    (held,) = judged([reviewed(took(HEARSAY), took())])
    assert held.held
    assert held.confidence(shipped()) == DOUBTFUL


def test_by_the_table_shipped_confidences_are_those_that_the_machine_gives() -> None:
    """On real articles: what is read back from a stored position is what the machine knew."""
    actors, issues = load_actors(None), load_issues(None)
    given = []
    for file in sorted((resource_folder("seeds") / "articles").glob("*.txt"))[:4]:
        article = read_text(file, max_bytes=200_000)
        for statement in extract(article, actors, issues, parser()).statements:
            given += [one for one in statement.positions if one.stance is not Stance.UNDETERMINED]
    again = [
        found.confidence(shipped())
        for position in given
        for found in judged(
            [
                reviewed(
                    SaidPosition(
                        "troops",
                        position.stance,
                        "ada",
                        None,
                        position.confidence,
                        position.evidence,
                        position.review,
                    ),
                    None,
                )
            ]
        )
    ]
    assert len(given) > 20
    same = sum(abs(one.confidence - two) < 1e-9 for one, two in zip(given, again, strict=True))
    assert same / len(given) > 0.9


def test_fewer_than_fifty_are_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match=f"at least {LEAST} reviewed positions; there are 49"):
        recalibrate(some(40, 9), shipped())


def test_what_is_often_wrong_here_becomes_less_sure_and_the_figures_say_so() -> None:
    made = recalibrate(some(60, 60), shipped())
    assert confidence_of(KIND, (), made.table) < confidence_of(KIND, (), shipped()) - 0.2
    assert made.better
    assert made.before.brier is not None
    assert made.after.brier is not None
    assert made.after.calibration_error is not None
    assert made.after.brier < made.before.brier - 0.05
    assert made.after.calibration_error < 0.15
    assert made.reviewed == made.articles == 120


def test_the_figures_after_are_not_measured_on_what_was_counted() -> None:
    """All in one article: nothing else was counted, so nothing can be better."""
    alone = [replace(one, article="the only one") for one in some(30, 30)]
    made = recalibrate(alone, shipped())
    assert made.after == made.before
    assert not made.better
    assert confidence_of(KIND, (), made.table) < confidence_of(KIND, (), shipped())


def test_more_that_are_right_never_make_it_less_sure() -> None:
    rising = [
        confidence_of(KIND, (), recalibrate(some(right, 100 - right), shipped()).table)
        for right in range(0, 101, 10)
    ]
    assert rising == sorted(rising)
    assert rising[0] < rising[-1]


def test_what_was_not_reviewed_keeps_about_its_confidence() -> None:
    made = recalibrate(some(57, 3), shipped())
    other = "evaluation, opposes"
    assert confidence_of(other, (), made.table) == pytest.approx(
        confidence_of(other, (), shipped()), abs=0.02
    )


def test_to_count_is_to_add_and_leaves_the_shipped_counts_alone() -> None:
    before = as_yaml(count((), shipped()))
    found = some(50, 10)
    made = recalibrate(found, shipped())
    assert as_yaml(recalibrate(found, shipped()).table) == as_yaml(made.table)
    assert as_yaml(count((), shipped())) == before
    right, given = shipped()["kinds"][KIND]
    assert made.table["kinds"][KIND] == [right + 50, given + 60]


def test_a_table_that_was_written_is_the_one_relied_on(tmp_path: Path) -> None:
    made = recalibrate(some(30, 30), shipped())
    file = tmp_path / "sureness.yaml"
    file.write_text(as_yaml(made.table), "utf-8")
    table = load_sureness(file)
    assert table == made.table
    assert load_sureness(None) is None
    rely_on(table)
    assert confidence_of(KIND, ()) == confidence_of(KIND, (), made.table)
    rely_on(None)
    assert shares() is shipped()


def test_another_table_is_another_reading() -> None:
    plain = Recipe("m", make_directory(), (make_issue(),))
    assert plain.definitions == replace(plain, sureness=None).definitions
    tables = [{**shipped()}, {**shipped(), "plain": [1, 2]}]
    names = {replace(plain, sureness=table).definitions for table in tables}
    assert len(names | {plain.definitions}) == 3


def test_who_extracts_relies_on_the_table_of_its_recipe() -> None:
    text = "Foreign troops in Ukraine are unacceptable, said Vladimir Putin on Monday."
    article = make_extraction(text).article
    recipe = Recipe("m", load_actors(None), tuple(load_issues(None)))
    tables = (None, {**shipped(), "topic": [1, 2]}, None)
    found = [
        Here(replace(recipe, sureness=table), parser).ask(article).result() for table in tables
    ]
    first, other, last = (
        [one.confidence for said in each.statements for one in said.positions] for each in found
    )
    assert first == last != []
    assert all(one < two for one, two in zip(other, first, strict=True))


def test_the_setting_has_a_table_relied_on(tmp_path: Path) -> None:
    file = tmp_path / "sureness.yaml"
    file.write_text("topic: [1, 2]\nplain: [1, 1]\n", "utf-8")
    rely_on_table(Settings(stance_confidence=file))
    assert shares() == {"topic": [1, 2], "plain": [1, 1], "kinds": {}, "circumstances": {}}
    rely_on_table(Settings())
    assert shares() is shipped()


@pytest.mark.parametrize(
    "content",
    ["[", "- 1", "topic: 1", "topic: [3, 2]\nplain: [1, 1]", "topic: [1, 1]\nplain: [0, 0]",
     "topic: [1, 1]\nplain: [1, 1]\nkinds: [1]", "topic: [1, 1]\nplain: [1, 1]\nkinds: {a: 1}"],
)  # fmt: skip
def test_a_table_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "sureness.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(InvalidDefinition, match="sureness"):
        load_sureness(file)
    with pytest.raises(InvalidDefinition):
        load_sureness(tmp_path / "nothing.yaml")


def stored(tmp_path: Path, number: int) -> str:
    """A database with so many articles of one position each; every second one was wrong."""
    url = f"sqlite:///{tmp_path}/reviews.db"
    engine = open_engine(url)
    upgrade(engine)
    ada = make_actor("Ada Moreau")
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue()])
        for n in range(number):
            text = f"No such troops in town {n}, said Ada Moreau."
            position = replace(make_position(ada), review=(), opinions=())
            words = f"No such troops in town {n}"
            save(
                session,
                make_extraction(
                    text,
                    make_statement(
                        text, words, ada, said_on=day(f"{1960 + n}"), positions=[position]
                    ),
                    file=f"{n}.txt",
                    title=f"Town {n}",
                ),
            )
        ids = sorted(session.scalars(select(StatementRow.id)))
        other = Correction(positions=(PositionDraft(DEFAULT_ISSUE, Stance.CONDITIONAL),))
        for place, key in enumerate(ids):
            if place % 2:
                accept(session, EVA, key)
            else:
                correct(session, EVA, key, other, reason="Under a condition.")
    engine.dispose()
    return url


def onrecord(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_tells_before_and_after_and_writes_the_table(tmp_path: Path) -> None:
    file = tmp_path / "sureness.yaml"
    result = onrecord("recalibrate", file, "--database", stored(tmp_path, 60))
    assert result.exit_code == 0, result.output
    assert "60 reviewed positions in 60 articles" in result.output
    assert "confidence (before)" in result.output
    assert "confidence (after, each article" in result.output
    assert result.output.count("Brier score") == 2
    assert "ONRECORD_STANCE_CONFIDENCE=" in result.output
    table = load_sureness(file)
    assert table is not None
    right, given = shipped()["kinds"][KIND]
    assert table["kinds"][KIND] == [right + 30, given + 60]


def test_the_command_refuses_of_few(tmp_path: Path) -> None:
    file = tmp_path / "sureness.yaml"
    result = onrecord("recalibrate", file, "--database", stored(tmp_path, 6))
    assert result.exit_code == 1
    assert "at least 50 reviewed positions; there are 6." in result.output
    assert not file.exists()
