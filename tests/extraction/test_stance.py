from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.actors import Actor, ActorKind
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind
from app.extraction.stance import judge
from app.extraction.stances.propositions import issue_from_proposition
from tests.extraction.parsers import parser
from tests.extraction.stance_help import (
    ACTORS,
    GRANDIA,
    LUND,
    NORLAND,
    TOLL,
    VARN,
    C,
    N,
    O,
    S,
    U,
    issue,
    judged,
    positions,
)


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # acceptance and refusal
        ("We would accept foreign troops in Varvia.", S),
        ("We reject foreign troops in Varvia.", O),
        ("We voiced our objection to the presence of foreign troops in Varvia.", O),
        # negation, its scope, and negation of negation
        ("We do not support sending foreign troops to Varvia.", O),
        ("We do not oppose sending foreign troops to Varvia.", S),
        ("She refused to support foreign troops in Varvia.", O),
        ("We have no objection to foreign troops in Varvia.", S),
        ("I do not believe that foreign troops would help Varvia.", O),
        ("There will be no foreign troops in Varvia.", O),
        # evaluation
        ("Foreign troops in Varvia would be a provocation.", O),
        ("Foreign troops in Varvia would not be a provocation.", S),
        ("We would regard foreign troops in Varvia as an act of aggression.", O),
        ("It would be wise to send foreign troops to Varvia.", S),
        ("Foreign troops in Varvia would lead to a wider war.", O),
        ("Foreign troops in Varvia would deter a new attack.", S),
        # commitment, readiness, intention
        ("We will send troops to Varvia.", S),
        ("We will not send troops to Varvia.", O),
        ("We are ready to send troops to Varvia.", S),
        ("We have no plans to send troops to Varvia.", O),
        # calls, warnings, threats
        ("We urge the allies to send troops to Varvia.", S),
        ("We warned the allies against sending troops to Varvia.", O),
        ("If foreign troops are sent to Varvia, there will be war.", O),
        ("Without foreign troops in Varvia the truce will fail.", S),
        # who decides
        ("It is for Varvia to decide what foreign troops come.", C),
        ("Grandia has no veto over foreign troops in Varvia.", S),
        # conditions; time alone is none
        ("We will send troops to Varvia only if parliament agrees.", C),
        ("We will not send troops to Varvia unless our allies do.", C),
        ("We would send troops to Varvia, provided that others do too.", C),
        ("Foreign troops may come to Varvia with Grandia's consent.", C),
        ("We will send troops to Varvia as soon as the truce begins.", S),
        # hedging and deferral
        ("We do not rule out sending troops to Varvia.", N),
        ("It is too early to talk about foreign troops in Varvia.", N),
        ("Our position on foreign troops in Varvia is well known.", N),
        ("I will not comment on foreign troops in Varvia.", N),
        ("We would consider taking part in a foreign force in Varvia.", N),
        # no deciding words
        ("Foreign troops in Varvia were the subject of his speech.", U),
    ],
)
def test_stance(statement: str, stance: Stance) -> None:
    found = judged(statement)
    assert found.on_issue
    assert found.stance is stance


def test_both_sides_without_a_turn_stay_undetermined() -> None:
    found = judged("We support foreign troops in Varvia and we reject foreign troops in Varvia.")
    assert found.stance is U
    assert any("nothing decides" in reason for reason in found.review)


def test_the_side_after_a_but_counts() -> None:
    found = judged("We support peacekeepers in Varvia, but we reject allied troops in Varvia.")
    assert found.stance is O
    assert any("other side" in reason for reason in found.review)


def test_what_others_want_is_not_taken_for_the_speakers_wish() -> None:
    found = judged("Those who want to send troops to Varvia are playing with fire.")
    assert found.stance is not S


def test_evidence_and_condition_are_spans_into_the_statement() -> None:
    statement = "Petra Lund said that Norland would send troops to Varvia only if others did."
    found = judged(statement)
    assert found.condition is not None
    assert found.condition_text == "others did"
    assert found.evidence
    for evidence, words in zip(found.evidence, found.evidence_text, strict=True):
        assert evidence.span.of(statement) == words
    assert "only if" in found.evidence_text


def test_own_part_and_the_thing_as_such() -> None:
    assert judged("We will not send our troops to Varvia.").scope is Scope.OWN
    assert judged("Foreign troops in Varvia are unacceptable.").scope is Scope.GENERAL


class TestHolder:
    def test_another_state_holds_what_the_speaker_says_of_it(self) -> None:
        found = positions(
            "Petra Lund declared that Grandia would accept foreign troops in Varvia.",
            "Grandia would accept foreign troops in Varvia",
            LUND,
            cue="declared",
            source="Petra Lund",
        )
        assert [(p.holder, p.asserted_by, p.stance) for p in found] == [(GRANDIA, LUND, S)]
        assert found[0].second_hand

    def test_a_state_is_spoken_for_by_its_own(self) -> None:
        found = positions(
            "Oleg Varn declared that Grandia would not accept foreign troops in Varvia.",
            "Grandia would not accept foreign troops in Varvia",
            VARN,
            cue="declared",
            source="Oleg Varn",
        )
        assert [(p.holder, p.asserted_by, p.stance) for p in found] == [(VARN, None, O)]

    def test_both_he_and_another(self) -> None:
        found = positions(
            "Toll claimed that both he and Petra Lund had agreed to foreign troops in Varvia.",
            "both he and Petra Lund had agreed to foreign troops in Varvia",
            TOLL,
            cue="claimed",
            source="Toll",
        )
        assert {(p.holder, p.asserted_by) for p in found} == {(TOLL, None), (LUND, TOLL)}
        assert {p.stance for p in found} == {S}

    def test_a_pronoun_in_the_speakers_own_words_is_somebody_else(self) -> None:
        found = positions(
            "Lund met Oleg Varn to talk about foreign troops in Varvia.\n"
            "“He will accept that,” she said.",
            "“He will accept that,”",
            LUND,
            cue="said",
            source="she",
            kind=StatementKind.DIRECT,
        )
        assert [(p.holder, p.asserted_by, p.stance) for p in found] == [(VARN, LUND, S)]

    def test_a_pronoun_in_reported_words_is_the_speaker(self) -> None:
        found = positions(
            "Lund said she would accept foreign troops in Varvia.",
            "she would accept foreign troops in Varvia",
            LUND,
            cue="said",
            source="Lund",
        )
        assert [(p.holder, p.asserted_by) for p in found] == [(LUND, None)]

    def test_a_newspaper_takes_no_side(self) -> None:
        paper = Actor("the-varvian-post", "The Varvian Post", ActorKind.ORGANISATION)
        found = positions(
            "The Varvian Post reported that foreign troops will be sent to Varvia.",
            "foreign troops will be sent to Varvia",
            paper,
            cue="reported",
            source="The Varvian Post",
        )
        assert found == ()

    def test_vague_reports_assert_what_a_state_holds(self) -> None:
        found = positions(
            "Some reports indicate that Grandia would not agree to foreign troops in Varvia.",
            "Grandia would not agree to foreign troops in Varvia",
            GRANDIA,
            cue="indicate",
            source="Some reports",
        )
        assert [(p.holder, p.stance) for p in found] == [(GRANDIA, O)]
        assert found[0].asserted_by is not None
        assert found[0].asserted_by.name == "Some reports"

    def test_a_demand_is_the_position_of_who_demands(self) -> None:
        found = positions(
            "Varn demanded that Norland pledge not to send troops to Varvia.",
            "Norland pledge not to send troops to Varvia",
            VARN,
            cue="demanded",
            source="Varn",
        )
        assert [p.holder for p in found] == [VARN]
        assert S not in {p.stance for p in found}


class TestAround:
    def test_a_participle_takes_the_side_of_the_clause_above(self) -> None:
        found = positions(
            "Varn rejected the idea of foreign troops in Varvia, noting that most foreign armies"
            " belong to the pact.",
            "most foreign armies belong to the pact",
            VARN,
            cue="noting",
            source="Varn",
        )
        assert [p.stance for p in found] == [O]
        assert any("introduce" in reason for reason in found[0].review)

    def test_the_title_alone_lowers_the_confidence(self) -> None:
        body = "“I have nothing to add to this matter,” Varn said."
        content = "“I have nothing to add to this matter,”"
        title = "Grandia Opposes Foreign Troops in Varvia"
        kind = StatementKind.DIRECT
        found = positions(body, content, VARN, cue="said", kind=kind, title=title)
        near = positions(
            f"Foreign troops in Varvia were discussed. {body}", content, VARN, cue="said", kind=kind
        )
        assert [p.stance for p in found] == [N]
        assert found[0].confidence < near[0].confidence

    def test_evidence_stands_in_the_article(self) -> None:
        body = "A first line.\nLund said foreign troops in Varvia would be a mistake."
        content = "foreign troops in Varvia would be a mistake"
        found = positions(body, content, LUND, cue="said", source="Lund")
        assert [e.span.of(body) for e in found[0].evidence] == ["mistake"]

    def test_nothing_to_read_gives_no_position(self) -> None:
        assert positions("Lund said it rained.", "it rained", NORLAND, cue="said") == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "foreign",
                "troops",
                "in",
                "Varvia",
                "not",
                "no",
                "will",
                "never",
                "if",
                "only",
                "unless",
                "it",
                "that",
                "he",
                "said",
                "“",
                "”",
                "?",
                ".",
                ",",
                ":",
                "to",
                "send",
                "reject",
                "support",
                "we",
                "than",
                "without",
                "against",
                "for",
                "nothing",
                "rule",
                "out",
                "because",
            ]
        ),
        max_size=25,
    ),
    st.text(max_size=40),
)
def test_any_text_is_judged(words: list[str], noise: str) -> None:
    for statement in (" ".join(words), noise, " ".join(words) + noise):
        found = judge(statement, noise, noise, issue(), ACTORS, parser())
        assert 0 <= found.confidence <= 1
        for evidence in found.evidence:
            assert 0 <= evidence.span.start < evidence.span.end <= len(statement)


GOLD = Path(__file__).parent.parent / "gold"
# What the rules reach on the development statements, less a little for changes of the parser.
INVERSIONS_AT_MOST = 2
MACRO_F1_AT_LEAST = 0.62
_SIDES = (S, O, C, N)


def test_development_statements() -> None:
    pairs = []
    for line in (GOLD / "stance_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        made = issue_from_proposition(row["issue_text"], parser())
        found = judge(row["statement"], row["context"], row["speaker"], made, ACTORS, parser())
        pairs.append((row["stance"] and Stance(row["stance"]), found.stance))
    inverted = [pair for pair in pairs if set(pair) == {S, O}]
    assert len(inverted) <= INVERSIONS_AT_MOST
    scores = []
    for side in _SIDES:
        right = sum(gold is side and found is side for gold, found in pairs)
        wrong = sum((gold is side) is not (found is side) for gold, found in pairs)
        scores.append(2 * right / (2 * right + wrong))
    assert sum(scores) / len(scores) >= MACRO_F1_AT_LEAST
