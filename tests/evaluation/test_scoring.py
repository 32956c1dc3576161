from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.evaluation import Shown, as_json, as_text, score
from app.evaluation.comparison import speaker_class
from app.evaluation.matching import assign, overlap, same_actor, to_original, without
from app.evaluation.scores import Outcome
from tests.evaluation.small import (
    ADA,
    BO,
    COUNCIL,
    DIRECT,
    FOREVER,
    INDIRECT,
    OTHER,
    TEXT,
    THREE,
    gold,
    marked,
    scored,
)
from tests.factories import (
    make_actor,
    make_directory,
    make_extraction,
    make_position,
    make_statement,
    span_of,
)

if TYPE_CHECKING:
    from app.domain.actors import Actor
    from app.evaluation import Evaluation


def shares(evaluation: Evaluation) -> tuple[tuple[int, int], tuple[int, int]]:
    overall = evaluation.overall
    return (
        (overall.precision.right, overall.precision.of),
        (overall.recall.right, overall.recall.of),
    )


def test_all_right() -> None:
    evaluation = scored(
        THREE,
        make_statement(TEXT, DIRECT, ADA, positions=[make_position(ADA)]),
        make_statement(
            TEXT,
            INDIRECT,
            ADA,
            kind=StatementKind.INDIRECT,
            positions=[make_position(COUNCIL, Stance.SUPPORTS, asserted_by=ADA)],
        ),
        make_statement(TEXT, OTHER, BO, kind=StatementKind.INDIRECT),
    )
    assert shares(evaluation) == ((3, 3), (3, 3))
    assert evaluation.overall.f1 == 1
    assert evaluation.exact.recall.right == 3
    assert (evaluation.positions.right, evaluation.positions.of) == (2, 2)
    assert (evaluation.asserters.right, evaluation.asserters.of) == (2, 2)
    assert evaluation.inversions == evaluation.further_positions == 0
    assert not evaluation.extras
    assert not evaluation.forbidden
    speakers = {speaker: (share.right, share.of) for speaker, share in evaluation.by_speaker}
    assert speakers == {"name": (1, 1), "role": (0, 0), "pronoun": (2, 2), "none": (0, 0)}
    assert as_text(evaluation).count("hit ") == 3


def test_nothing_found() -> None:
    evaluation = scored(THREE)
    assert shares(evaluation) == ((0, 0), (0, 3))
    assert evaluation.overall.precision.value is None
    assert evaluation.overall.f1 == 0
    assert (evaluation.positions.right, evaluation.positions.of) == (0, 2)
    assert (evaluation.positions_of_found.right, evaluation.positions_of_found.of) == (0, 0)
    assert as_text(evaluation).count("nothing was found there") == 3


def test_the_wrong_actor_is_a_miss_and_an_extra_but_right_by_span() -> None:
    evaluation = scored(THREE, make_statement(TEXT, DIRECT, BO))
    assert shares(evaluation) == ((0, 1), (0, 3))
    assert evaluation.span_only.recall.right == 1
    assert len(evaluation.extras) == 1
    assert "overlap 1.00, wrong actor" in as_text(evaluation)


@pytest.mark.parametrize(("words", "found"), [(DIRECT[1:-1], True), (DIRECT[:18], False)])
def test_content_must_overlap_by_four_fifths(words: str, found: bool) -> None:  # noqa: FBT001 - parametrized
    evaluation = scored(THREE, make_statement(TEXT, words, ADA))
    assert bool(evaluation.overall.recall.right) is found
    assert evaluation.exact.recall.right == 0


def test_one_prediction_stands_for_one_statement_only() -> None:
    twice = gold(marked("1", DIRECT, "Ada Moreau"), marked("2", DIRECT[1:], "Ada Moreau"))
    evaluation = scored(twice, make_statement(TEXT, DIRECT[1:], ADA))
    assert [verdict.found for verdict in evaluation.verdicts] == [False, True]


def test_a_second_prediction_of_the_same_words_is_an_extra() -> None:
    twice = [make_statement(TEXT, DIRECT, ADA), make_statement(TEXT, DIRECT[1:], ADA)]
    evaluation = scored(THREE, *twice)
    assert shares(evaluation) == ((1, 2), (1, 3))
    assert evaluation.extras[0].prediction.statement is twice[1]


def test_the_better_overlap_is_taken_first() -> None:
    fits = [[0.9, 0.85], [1.0, 0.0]]
    assert assign(2, 2, lambda left, right: fits[left][right], 0.8) == {1: 0, 0: 1}


def test_overlap_is_over_all_spans_together() -> None:
    assert overlap([Span(0, 4), Span(10, 14)], [Span(0, 4), Span(10, 12)]) == 0.75
    assert overlap([Span(0, 4)], [Span(4, 8)]) == 0
    assert overlap([], []) == 0


def test_kinds_are_counted_by_what_they_are_and_by_what_they_were_taken_for() -> None:
    evaluation = scored(THREE, make_statement(TEXT, INDIRECT, ADA))  # taken for direct
    kinds = dict(evaluation.by_kind)
    assert kinds[StatementKind.INDIRECT].recall.right == 1
    assert kinds[StatementKind.INDIRECT].precision.of == 0
    assert kinds[StatementKind.DIRECT].precision.right == 1
    assert kinds[StatementKind.DIRECT].recall.right == 0
    assert evaluation.kind_right.right == 0


@pytest.mark.parametrize("words", [FOREVER, "Read more: “Ten", "Freedonia”"])
def test_words_that_are_nobodys_statement(words: str) -> None:
    evaluation = scored(THREE, make_statement(TEXT, words, ADA))
    assert [each.words for each in evaluation.forbidden] == [FOREVER]
    assert "nobody's statement" in as_text(evaluation)


def test_a_position_needs_its_stance_and_its_holder() -> None:
    def right(*positions: object) -> int:
        statement = make_statement(TEXT, DIRECT, ADA, positions=positions)  # type: ignore[arg-type]
        return scored(THREE, statement).positions.right

    assert right(make_position(ADA, Stance.OPPOSES)) == 1
    assert right(make_position(ADA, Stance.CONDITIONAL)) == 0
    assert right(make_position(BO, Stance.OPPOSES)) == 0
    assert right(make_position(ADA, Stance.OPPOSES, issue="another")) == 0
    assert right(make_position(ADA, Stance.SUPPORTS), make_position(ADA, Stance.OPPOSES)) == 1


def test_who_asserts_it_is_told_apart() -> None:
    position = make_position(COUNCIL, Stance.SUPPORTS)
    evaluation = scored(THREE, make_statement(TEXT, INDIRECT, ADA, positions=[position]))
    assert evaluation.positions.right == 1
    assert (evaluation.asserters.right, evaluation.asserters.of) == (0, 1)


@pytest.mark.parametrize(
    ("speaker", "holder", "stance", "inversions"),
    [
        (ADA, ADA, Stance.SUPPORTS, 1),
        (BO, BO, Stance.SUPPORTS, 1),  # a wrong actor does not hide it
        (ADA, COUNCIL, Stance.SUPPORTS, 1),
        (ADA, ADA, Stance.CONDITIONAL, 0),
        (ADA, ADA, Stance.OPPOSES, 0),
    ],
)
def test_inversions(speaker: Actor, holder: Actor, stance: Stance, inversions: int) -> None:
    positions = [make_position(holder, stance)]
    evaluation = scored(THREE, make_statement(TEXT, DIRECT, speaker, positions=positions))
    assert evaluation.inversions == inversions
    assert ("INVERSION" in as_text(evaluation)) is bool(inversions)


def test_a_position_where_none_is_marked_is_counted() -> None:
    statement = make_statement(TEXT, OTHER, BO, positions=[make_position(BO)])
    evaluation = scored(THREE, statement)
    assert evaluation.further_positions == 1
    assert evaluation.inversions == 0


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Ada Moreau", True),
        ("ada  moreau", True),
        ("Madame Moreau", True),
        ("Ádá Moreau", True),
        ("Bo Lind", False),
        ("Moreau", False),
        ("Dr. Ada Moreau", True),
        ("Sir", False),
    ],
)
def test_names_are_the_same_by_slug_alias_and_directory(name: str, same: bool) -> None:  # noqa: FBT001 - parametrized
    assert same_actor(name, ADA, make_directory(ADA)) is same
    # What was made from a text has only its name; the directory knows the aliases.
    if name != "Ádá Moreau":
        assert same_actor(name, make_actor("Ada Moreau"), make_directory(ADA)) is same


def test_a_leading_article_is_no_part_of_a_name() -> None:
    assert same_actor("the High Council", COUNCIL, make_directory())
    assert same_actor("High Council", make_actor("The High Council"), make_directory())
    assert same_actor("French official", make_actor("Unnamed French official"), make_directory())


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("the spokesman Bo Lind", "name"),
        ("Lind’s office", "name"),
        ("The spokesman", "role"),
        ("She", "pronoun"),
        ("his", "pronoun"),
        ("a friend of hers", "role"),
        (None, "none"),
    ],
)
def test_how_a_speaker_is_given(source: str | None, speaker: str) -> None:
    assert speaker_class(marked("1", DIRECT, "Bo Lind", source_text=source)) == speaker


def test_spans_of_a_clean_text_lead_back_to_the_file() -> None:
    original = "\ufeffOne\r\n\u200bTwo\u2028three\r\n"
    clean = "One\nTwo\nthree\n"
    convert = to_original(clean, original)
    for word in ("One", "Two", "three", "Two\nthree"):
        start = clean.index(word)
        span = convert(Span(start, start + len(word)))
        assert original[span.start : span.end].replace("\u2028", "\n") == word
    assert convert(Span(0, 0)) == Span(1, 1)
    with pytest.raises(ValueError, match="not the original"):
        to_original("Four", original)


def test_scores_of_a_file_with_other_line_ends_are_the_same() -> None:
    windows = make_extraction(TEXT, make_statement(TEXT, DIRECT, ADA))
    moved = "\ufeff\r\n" + TEXT
    windows = replace(
        windows,
        article=replace(windows.article, body=moved),
        text=replace(windows.text, text="\n" + TEXT),
        statements=(make_statement("\n" + TEXT, DIRECT, ADA),),
    )
    span = span_of(moved, DIRECT)
    shifted = gold(marked("1", DIRECT, "Ada Moreau", content=(span,)))
    assert score(shifted, [windows], make_directory()).exact.recall.right == 1


def test_json_holds_every_verdict() -> None:
    evaluation = scored(THREE, make_statement(TEXT, DIRECT, ADA), make_statement(TEXT, FOREVER, BO))
    document = json.loads(json.dumps(as_json(evaluation)))
    assert [each["id"] for each in document["statements"]] == ["1", "2", "3"]
    assert document["overall"]["recall"] == {"value": 0.3333, "right": 1, "of": 3}
    assert document["extra"][0]["content_text"] == FOREVER
    assert document["forbidden"][0]["words"] == FOREVER
    assert document["statements"][0]["positions"][0]["found"] is None


def test_other_names_that_the_annotator_accepts_are_right() -> None:
    of = gold(marked("1", DIRECT, "Ada Moreau", accepted=("the chairwoman", "Bo Lind")))
    assert scored(of, make_statement(TEXT, DIRECT, BO)).overall.recall.right == 1
    assert scored(of, make_statement(TEXT, DIRECT, COUNCIL)).overall.recall.right == 0


@pytest.mark.parametrize(
    ("words", "actor", "outcome"),
    [
        (DIRECT, ADA, Outcome.HIT),
        (DIRECT, BO, Outcome.SPEAKER),
        (DIRECT[:12], ADA, Outcome.EXTENT),
        (DIRECT[:12], BO, Outcome.BOTH),
        (OTHER, ADA, Outcome.MISSED),
    ],
)
def test_what_became_of_a_marked_statement(words: str, actor: Actor, outcome: Outcome) -> None:
    of = gold(marked("1", DIRECT, "Ada Moreau"))
    evaluation = scored(of, make_statement(TEXT, words, actor))
    assert [verdict.outcome for verdict in evaluation.verdicts] == [outcome]
    assert dict(evaluation.outcomes)[outcome] == 1
    assert evaluation.invented == (outcome is Outcome.MISSED)
    if outcome is not Outcome.HIT:
        assert f"{outcome}: 1" in as_text(evaluation, Shown.ERRORS)


def test_a_speaker_is_judged_where_the_words_were_found() -> None:
    evaluation = scored(
        THREE,
        make_statement(TEXT, DIRECT, ADA),
        make_statement(TEXT, INDIRECT, BO),  # "she" taken for somebody else
    )
    assert (evaluation.resolved.right, evaluation.resolved.of) == (1, 2)
    by_class = {
        str(name): (share.right, share.of) for name, share in evaluation.resolved_by_speaker
    }
    assert by_class["pronoun"] == (0, 1)  # the third, also a pronoun, was not found at all
    assert by_class["name"] == (1, 1)
    assert (evaluation.resolved_stand_ins.right, evaluation.resolved_stand_ins.of) == (0, 1)


def test_cue_and_source_are_compared_where_they_are_marked() -> None:
    cue, source = span_of(TEXT, "said"), span_of(TEXT, "Ada Moreau")
    of = gold(marked("1", DIRECT, "Ada Moreau", cue=cue, source=source), marked("2", OTHER, "Bo"))
    part = make_statement(TEXT, DIRECT, ADA, cue="said", source="Moreau")
    evaluation = scored(of, part, make_statement(TEXT, OTHER, make_actor("Bo"), cue="said"))
    assert (evaluation.cues.same.right, evaluation.cues.same.of) == (1, 1)
    assert (evaluation.sources.same.right, evaluation.sources.touched.right) == (0, 1)
    without_cue = scored(of, make_statement(TEXT, DIRECT, ADA))
    assert (without_cue.cues.touched.right, without_cue.cues.touched.of) == (0, 1)


def test_words_that_are_nobodys_by_place_but_not_those_in_a_marked_statement() -> None:
    place = span_of(TEXT, FOREVER)
    of = gold(marked("1", DIRECT, "Ada Moreau"), nobodys=(place, span_of(TEXT, "never go")))
    evaluation = scored(
        of, make_statement(TEXT, DIRECT, ADA), make_statement(TEXT, "Read more: “Ten", ADA)
    )
    assert [each.words for each in evaluation.forbidden] == [FOREVER]
    assert (len(evaluation.misled), len(evaluation.wholly_misled)) == (1, 0)
    assert len(scored(of, make_statement(TEXT, "Ten Days", ADA)).wholly_misled) == 1


def test_what_is_left_of_a_stretch() -> None:
    assert without(Span(0, 10), [Span(2, 4), Span(3, 5)]) == [Span(0, 2), Span(5, 10)]
    assert without(Span(2, 4), [Span(0, 9)]) == []


def test_manners_and_constructions_are_counted() -> None:
    of = gold(
        marked("1", DIRECT, "Ada Moreau", construction="cue after quotation, full name"),
        marked("2", INDIRECT, "Ada Moreau", construction="pronoun,full name"),
        manner="wire copy",
    )
    evaluation = scored(of, make_statement(TEXT, DIRECT, ADA), make_statement(TEXT, FOREVER, ADA))
    constructions = [(name, share.right, share.of) for name, share in evaluation.by_construction]
    assert constructions == [("full name", 1, 2), ("cue after quotation", 1, 1), ("pronoun", 0, 1)]
    ((manner, figures),) = evaluation.by_manner
    assert manner == "wire copy"
    assert (figures.precision.right, figures.precision.of) == (1, 2)


def test_spans_are_counted_apart_from_speakers() -> None:
    evaluation = scored(THREE, make_statement(TEXT, DIRECT, BO), make_statement(TEXT, OTHER, BO))
    assert (evaluation.span_exact.recall.right, evaluation.exact.recall.right) == (2, 1)


def test_f1_is_the_harmonic_mean() -> None:
    evaluation = scored(THREE, make_statement(TEXT, DIRECT, ADA), make_statement(TEXT, FOREVER, BO))
    assert evaluation.overall.f1 == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))


def test_without_an_issue_there_are_no_positions() -> None:
    evaluation = scored(
        gold(marked("1", DIRECT, "Ada Moreau"), issue=None),
        make_statement(TEXT, DIRECT, ADA, positions=[make_position(ADA)]),
    )
    assert evaluation.further_positions == 0
    assert "Positions" not in as_text(evaluation)
    assert "positions" not in as_json(evaluation)


def test_figures_alone_quote_nothing() -> None:
    of = gold(marked("1", DIRECT, "Ada Moreau"), nobodys=(span_of(TEXT, FOREVER),))
    evaluation = scored(of, make_statement(TEXT, FOREVER, BO))
    text = as_text(evaluation, Shown.NONE)
    document = json.dumps(as_json(evaluation, Shown.NONE), ensure_ascii=False)
    for shown in (text, document):
        assert not any(words in shown for words in ("We will", "Ten Days", "Moreau", "Lind"))
    assert "Nobody's words touched by predictions:" in text


def test_an_error_is_listed_with_cue_source_confidence_and_reasons() -> None:
    of = gold(marked("1", DIRECT, "Ada Moreau", cue=span_of(TEXT, "said"), construction="surname"))
    listing = as_text(scored(of, make_statement(TEXT, DIRECT, BO, source="He")), Shown.ERRORS)
    for part in ("cue 'said'", "surname", "confidence 0.90", "source 'He'", "in quotation marks"):
        assert part in listing
    assert "invented" not in listing.split("a.txt")[1]
    hit = as_text(scored(of, make_statement(TEXT, DIRECT, ADA)), Shown.ERRORS)
    assert "a.txt" not in hit
