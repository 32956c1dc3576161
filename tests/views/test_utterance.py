from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.ids import make_id
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import (
    AnswerRecord,
    ArticleRef,
    ChainRecord,
    CopyRef,
    OutletRef,
    StatementRecord,
    UtteranceRecord,
)
from app.domain.utterances import Difference, Match, MatchKind
from app.views.alignment import ShownPiece
from app.views.cards import shortened, show_card
from app.views.chains import show_chain, show_chains
from app.views.utterance import binding, same_words, spaced, utterance_page
from tests.views.records import ARTICLE, issue, position, statement

LONG = "“We will send no troops unless there is a ceasefire,”"
SHORT = "We will send troops"


def article(outlet: str, name: str = "") -> ArticleRef:
    slug = outlet.lower().replace(" ", "-")
    return replace(ARTICLE, id=make_id("article", outlet, name), outlet=OutletRef(slug, outlet))


def report(outlet: str, words: str = LONG, name: str = "") -> StatementRecord:
    one = statement(name=f"{outlet}{name}{words}")
    return replace(one, content_text=(words,), article=article(outlet, name))


def other(one: StatementRecord) -> CopyRef:
    return CopyRef(one.id, one.article, one.content_text)


def match(one: StatementRecord, two: StatementRecord, score: float = 0.9) -> Match:
    first, second = sorted((one.id, two.id))
    return Match(first, second, MatchKind.NEAR_WORDS, score)


def test_a_card_counts_other_outlets_and_shows_their_words() -> None:
    reports = (
        other(report("Two", SHORT)),
        other(report("Three")),
        other(report("Three", name="b")),
    )
    one = replace(report("One"), utterance="0000000000001", reports=reports)
    card = show_card(one, DEFAULT_ISSUE)
    assert card.more == "+2 outlets"
    assert [(view.statement.text, view.words) for view in card.reports][:2] == [
        ("Two", SHORT),
        ("Three", ""),  # the same words: they are not printed twice
    ]
    assert (card.utterance.address, card.utterance.text) == (
        "/utterances/0000000000001",
        "4 reports",
    )


def test_reports_of_the_same_outlet_are_reports_and_not_outlets() -> None:
    one = replace(report("One"), reports=(other(report("One", name="b")),))
    assert show_card(one, DEFAULT_ISSUE).more == "+1 report"
    alone = show_card(report("One"), DEFAULT_ISSUE)
    assert (alone.more, alone.reports, alone.differs) == ("", (), "")


def test_a_card_says_why_outlets_differ() -> None:
    one = replace(report("One"), differences=(Difference.NEGATION, Difference.CONDITION))
    assert show_card(one, DEFAULT_ISSUE).differs == (
        "one has a “not” that another has not; one has a condition that another has not"
    )


def test_long_words_of_a_variant_are_cut_with_an_ellipsis() -> None:
    assert shortened("one two three", 2) == "one two …"
    assert shortened("one two", 2) == "one two"


def utterance(*reports: StatementRecord, **fields: object) -> UtteranceRecord:
    values: dict[str, object] = {"matches": (), "differences": (), **fields}
    return UtteranceRecord(reports[0].id, reports[0], reports, **values)  # type: ignore[arg-type]


def test_a_page_counts_outlets_articles_and_copies() -> None:
    one = replace(report("One"), copies=(other(report("Wire")), other(report("Wire", name="b"))))
    again = replace(report("One", SHORT), article=one.article)
    page = utterance_page(utterance(one, report("Two"), again), issue())
    assert page.sentence == (
        "Reported by 2 outlets in 2 articles, 3 times in all, 2 copies not counted."
    )
    assert page.first == ("First report found: One, 1\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2025.")
    assert [row.representative for row in page.reports] == [True, False, False]


def test_every_report_is_laid_against_the_representative_and_keeps_all_its_words() -> None:
    page = utterance_page(utterance(report("One"), report("Two", SHORT), report("Three")), issue())
    first, cut, same = page.reports
    assert (first.pieces, same.pieces) == ((), ())
    assert "".join(piece.text for piece in cut.pieces).split() == SHORT.split()
    assert "".join(piece.was for piece in cut.pieces if piece.was).split() == LONG.split()
    assert {piece.kind for piece in cut.pieces} >= {"same", "omitted"}
    assert same.same == "10 of 10 words the same"


def test_what_holds_the_reports_together_is_told_once() -> None:
    one, two, three = report("One"), report("Two"), report("Three")
    matches = (match(one, three, 0.7), match(one, two), match(two, three, 0.8))
    record = utterance(one, two, three, matches=matches)
    assert [found.score for found in binding(record)] == [0.9, 0.8]
    page = utterance_page(record, issue())
    assert len(page.why) == 2
    assert "words that are the same or alike in meaning, 10 of 10 words the same" in page.why[0]
    assert "both said 10\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2025" in page.why[0]


def test_versions_that_differ_stand_side_by_side_with_the_words_in_question() -> None:
    one, two = report("One"), report("Two", SHORT)
    page = utterance_page(utterance(one, two, differences=(Difference.NEGATION,)), issue())
    (found,) = page.differences
    assert found.words == "one has a “not” that another has not"
    assert [version.report.text for version in found.versions] == ["One", "Two"]
    marked = [piece.text for piece in found.versions[0].pieces if piece.marks]
    assert "no" in " ".join(marked).split()


def test_a_report_in_other_words_is_laid_against_an_earlier_one_that_it_is_like() -> None:
    far = "Our soldiers stay at home, and that is the end of it"
    reports = (report("One"), report("Two", far), report("Three", f"{far} for now"))
    matches = (match(reports[1], reports[2]),)
    page = utterance_page(utterance(*reports, matches=matches), issue())
    _, second, third = page.reports
    assert second.pieces == ()
    assert second.same.startswith("Other words, shown as printed; ")
    assert third.same == "Laid against the report of Two: 12 of 12 words the same"
    assert [piece.text.strip() for piece in third.pieces if piece.kind == "added"] == ["for now"]


def test_words_left_out_do_not_stick_to_their_neighbours() -> None:
    pieces = (
        ShownPiece("same", "soldiers", "soldiers"),
        ShownPiece("omitted", "", "will not"),
        ShownPiece("same", "go", "go"),
        ShownPiece("changed", " now", "later"),
        ShownPiece("same", ".", "."),
    )
    shown = [(piece.kind, piece.was) for piece in spaced(pieces) if piece.kind != "same"]
    assert shown == [("omitted", " will not "), ("changed", " later")]


def test_words_that_both_print_are_counted_of_the_shorter() -> None:
    page = utterance_page(utterance(report("One"), report("Two", SHORT)), issue())
    shared, whole = same_words(page.reports[1].pieces)
    assert (shared, whole) == (4, 4)


CLAIM = statement(
    "2025-02-10", position(Stance.SUPPORTS, holder="Bo Lind", asserted_by="Ada Moreau")
)


def chain(*answers: AnswerRecord) -> ChainRecord:
    first, last = CLAIM.said_on.first, CLAIM.said_on.last
    return ChainRecord(CLAIM.id, CLAIM.positions[0], first, last, answers)


def answer(
    stance: Stance, confidence: float = 0.9, speaks_as: str | None = None, name: str = "Bo Lind"
) -> AnswerRecord:
    own = position(stance, confidence, holder=name)
    said = statement("2025-02-12", own, actor=name, name=stance.value)
    return AnswerRecord(said, own, speaks_as, 2)


_NOTHING = "Nothing of Bo Lind’s own was found in the articles read within 30 days"
_BY_OFFICE = "Cy (spokesman), who speaks for Bo Lind by office, says the contrary once."


@pytest.mark.parametrize(
    ("answers", "outcome", "sentence"),
    [
        ((), "none", f"{_NOTHING}."),
        ((answer(Stance.SUPPORTS),), "same", "Bo Lind says the same once."),
        ((answer(Stance.OPPOSES),), "contrary", "Bo Lind says the contrary once."),
        ((answer(Stance.NONCOMMITTAL),), "open", "Bo Lind leaves it open once."),
        ((answer(Stance.OPPOSES, 0.5),), "uncertain", "Bo Lind perhaps says the contrary once."),
        (
            (answer(Stance.SUPPORTS), answer(Stance.OPPOSES, 0.9, "spokesman", "Cy")),
            "same",  # his own words before those of his spokesman
            f"Bo Lind says the same once; {_BY_OFFICE}",
        ),
        (
            (answer(Stance.OPPOSES, 0.9, "spokesman", "Cy"),),
            "contrary",
            f"{_NOTHING}; {_BY_OFFICE}",
        ),
    ],
)
def test_a_chain_says_what_came_of_a_claim_without_a_verdict(
    answers: tuple[AnswerRecord, ...], outcome: str, sentence: str
) -> None:
    view = show_chain(chain(*answers), CLAIM)
    assert (view.outcome, view.sentence) == (outcome, sentence)


def test_nothing_is_certain_beside_an_uncertain_claim() -> None:
    unsure = replace(CLAIM, positions=(replace(CLAIM.positions[0], confidence=0.5),))
    found = replace(chain(answer(Stance.OPPOSES)), position=unsure.positions[0])
    view = show_chain(found, unsure)
    assert (view.outcome, view.answers[0].words) == ("uncertain", "says the contrary?")
    assert "not sure which way Ada Moreau says it goes" in view.unsure


def test_claims_with_the_same_answers_stand_together() -> None:
    again = replace(CLAIM, id="0000000000009", content_text=("he would take it",))
    one = chain(answer(Stance.OPPOSES))
    views = show_chains((one, replace(one, statement=again.id)), {CLAIM.id: CLAIM, again.id: again})
    (view,) = views
    assert [link.address for link in view.claims] == [
        f"/statements/{CLAIM.id}",
        "/statements/0000000000009",
    ]
