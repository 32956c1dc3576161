from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.domain.actors import Actor, ActorKind
from app.domain.articles import Article
from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import InvalidDefinition
from app.evaluation import article_for, as_json, as_text, load_gold, score
from app.evaluation.comparison import speaker_class
from app.evaluation.gold import Gold, GoldArticle, GoldPosition, GoldStatement
from app.evaluation.matching import assign, overlap, same_actor, to_original
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_position,
    make_statement,
    span_of,
)

if TYPE_CHECKING:
    from app.domain.statements import Statement
    from app.evaluation import Evaluation

TEXT = (
    "“We will never go there,” Ada Moreau said. The council wants soldiers to be sent soon, she"
    " added. He said it was a matter for others to decide. Read more: “Ten Days in Freedonia”."
)
ADA = make_actor("Ada Moreau", aliases=("Madame Moreau",))
COUNCIL = make_actor("High Council", kind=ActorKind.ORGANISATION)
BO = make_actor("Bo Lind")
DIRECT = "“We will never go there,”"
INDIRECT = "The council wants soldiers to be sent soon"
OTHER = "it was a matter for others to decide"
FOREVER = "“Ten Days in Freedonia”"


def marked(
    identifier: str, words: str, actor: str, *positions: GoldPosition, **fields: object
) -> GoldStatement:
    values = {
        "id": identifier,
        "kind": StatementKind.DIRECT,
        "content": (span_of(TEXT, words),),
        "source_text": actor,
        "actor": actor,
        "positions": positions,
        **fields,
    }
    return GoldStatement(**values)  # type: ignore[arg-type]


def gold(*statements: GoldStatement, forbidden: tuple[str, ...] = ()) -> Gold:
    article = GoldArticle("a.txt", "A title", None, None, day(None), "", statements, forbidden)
    return Gold(Path("gold.json"), "foreign-troops-ukraine", (article,))


def scored(
    of: Gold, *statements: Statement, directory: tuple[Actor, ...] = (ADA, COUNCIL)
) -> Evaluation:
    return score(of, [make_extraction(TEXT, *statements)], make_directory(*directory))


THREE = gold(
    marked("1", DIRECT, "Ada Moreau", GoldPosition("Ada Moreau", None, Stance.OPPOSES)),
    marked(
        "2",
        INDIRECT,
        "Ada Moreau",
        GoldPosition("High Council", "Ada Moreau", Stance.SUPPORTS),
        kind=StatementKind.INDIRECT,
        source_text="she",
    ),
    marked("3", OTHER, "Bo Lind", kind=StatementKind.INDIRECT, source_text="He"),
    forbidden=(FOREVER,),
)


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


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("the spokesman Bo Lind", "name"),
        ("Lind’s office", "name"),
        ("The spokesman", "role"),
        ("She", "pronoun"),
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


FORM: dict[str, Any] = {
    "issue": "foreign-troops-ukraine",
    "documents": [
        {
            "file": "a.txt",
            "published": "2025-02",
            "published_basis": "inferred: a guess",
            "statements": [
                {
                    "id": "1",
                    "kind": "direct",
                    "content": [[0, 25]],
                    "source_text": None,
                    "actor": "Ada Moreau",
                    "note": "fields for people are let be",
                    "positions": [{"holder": "x", "asserted_by": None, "stance": "opposes"}],
                }
            ],
            "not_statements": ["Read more"],
        }
    ],
}


def written(folder: Path, content: object) -> Path:
    path = folder / "gold.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def changed(where: list[str | int], value: object) -> dict[str, Any]:
    content: Any = json.loads(json.dumps(FORM))
    inner = content
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    return content  # type: ignore[no-any-return]


def test_a_gold_file_and_its_article_beside_it(tmp_path: Path) -> None:
    of = load_gold(written(tmp_path, FORM))
    (article,) = of.articles
    assert article.statements[0].content == (Span(0, 25),)
    assert article.statements[0].positions == (GoldPosition("x", None, Stance.OPPOSES),)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    read = article_for(of, article, None, 10_000)
    assert isinstance(read, Article)
    assert (read.body, read.published.edtf, read.published.guessed) == (TEXT, "2025-02", True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text(TEXT + " More.", "utf-8")
    assert article_for(of, article, elsewhere, 10_000).body.endswith("More.")


def test_an_article_that_is_another_text_is_refused(tmp_path: Path) -> None:
    of = load_gold(written(tmp_path, FORM))
    with pytest.raises(InvalidDefinition, match=r"a\.txt is in none of .*--articles"):
        article_for(of, of.articles[0], None, 10_000)
    for text, reason in (("Too short.", "1 ends after the end"), ("Long " * 9, "is not in a.txt")):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        with pytest.raises(InvalidDefinition, match=reason):
            article_for(of, of.articles[0], None, 10_000)


STATEMENT: list[str | int] = ["documents", 0, "statements", 0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([], "top level"),
        (changed(["documents"], []), "'documents' must list"),
        (changed(["documents"], {}), "'documents' must be a list"),
        (changed(["issue"], None), "'issue' is missing"),
        (changed([*STATEMENT, "kind"], "free"), "statements 1: 'kind' must be one of"),
        (changed([*STATEMENT, "kind"], None), "'kind' is missing"),
        (changed([*STATEMENT, "content"], []), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [[3, 3]]), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [[5, 9], [0, 4]]), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [[0, 1.5]]), "'content' must be a list"),
        (changed([*STATEMENT, "content"], [["a"]]), "'content' must be a list"),
        (changed([*STATEMENT, "positions", 0, "stance"], None), "'stance' is missing"),
        (changed(["documents", 0, "published"], "2025-02-30"), "'published' must be an EDTF date"),
    ],
)
def test_a_gold_file_that_is_not_of_its_form(tmp_path: Path, content: object, reason: str) -> None:
    with pytest.raises(InvalidDefinition, match=reason):
        load_gold(written(tmp_path, content))


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_gold_file_that_is_no_json(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(data)
    with pytest.raises(InvalidDefinition, match=r"gold\.json is not"):
        load_gold(path)
    with pytest.raises(InvalidDefinition, match="cannot be read"):
        load_gold(tmp_path / "none.json")
