from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, Statement, StatementKind
from app.extraction.stance import take_positions
from app.extraction.stances import passages as module
from app.extraction.stances.gates import topic_gate
from app.extraction.stances.passage import parse_texts
from app.extraction.stances.passages import Passages
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, LUND, article, issue, positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from app.extraction.parsing import Parser

SENTENCE = "Petra Lund said we will not send troops to Varvia. "


def _statements(body: str) -> list[Statement]:
    told = []
    place = body.find(SENTENCE)
    while place >= 0:
        content = body.index("we will", place)
        told.append(_told(Span(content, content + len("we will not send troops to Varvia"))))
        place = body.find(SENTENCE, place + 1)
    return told


def _told(content: Span) -> Statement:
    return Statement(
        StatementKind.INDIRECT,
        (content,),
        None,
        None,
        None,
        LUND,
        SpeakerBasis.NAMED,
    )


@pytest.mark.parametrize("joiner", ["", "\n"])
def test_a_long_text_is_parsed_once(joiner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = joiner.join([SENTENCE] * 400)
    told = _statements(body)
    parsed = 0
    original = parse_texts

    def counting(used: Parser, texts: Sequence[str]) -> list[Doc]:
        nonlocal parsed
        parsed += sum(len(text) for text in texts)
        return original(used, texts)

    monkeypatch.setattr(module, "parse_texts", counting)
    passages = Passages(article(body), parser())
    passages.expect(told, (issue(),))
    found = [take_positions(passages, one, (issue(),), ACTORS) for one in told]
    assert all(taken and taken[0].stance is Stance.OPPOSES for taken in found)
    assert parsed <= 2 * len(body)


@pytest.mark.parametrize(("where", "taken"), [("Norland", False), ("Varvia", True)])
def test_there_is_the_place_only_where_the_article_names_it(where: str, taken: bool) -> None:  # noqa: FBT001 - a column
    asked = replace(issue(), place=(*issue().place, "there", "on the ground"))
    body = f"The war in {where} goes on. Petra Lund said we will not send soldiers there."
    start = body.index("we will")
    told = _told(Span(start, len(body) - 1))
    passages = Passages(article(body), parser())
    assert bool(take_positions(passages, told, (asked,), ACTORS)) is taken


def test_text_that_cannot_name_the_thing_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "Petra Lund said the harvest was good."

    def never(*_: object) -> list[Doc]:
        raise AssertionError

    monkeypatch.setattr(module, "parse_texts", never)
    start = body.index("the harvest")
    statement = _told(Span(start, len(body) - 1))
    assert take_positions(Passages(article(body), parser()), statement, (issue(),), ACTORS) == ()


def test_where_the_place_is_not_named_near_nothing_is_parsed() -> None:
    away = "Petra Lund said we will not send troops to the border. "
    far = "Nothing else was decided that day. " * 8
    gates = [topic_gate(issue())]
    for body, taken in ((away, False), (away + SENTENCE, True), (SENTENCE + far + away, False)):
        content = body.index("we will not send troops to the border")
        told = _told(Span(content, content + len("we will not send troops to the border")))
        assert Passages(article(body), parser()).may_take(told, gates) is taken, body


def test_a_ground_given_for_what_stands_outside_needs_no_place() -> None:
    far = "Varvia is at war. " + "Nothing else was decided that day. " * 8
    body = far + "Petra Lund opposed sending foreign troops, warning that it would be unwise."
    content, cue = body.index("it would"), body.index("warning")
    told = replace(_told(Span(content, len(body) - 1)), cue=Span(cue, cue + len("warning")))
    assert Passages(article(body), parser()).may_take(told, [topic_gate(issue())])
    plain = replace(told, cue=Span(cue, cue + len("warned")))
    other = body.replace("warning", "who told").replace("sending", "the")
    assert not Passages(article(other), parser()).may_take(plain, [topic_gate(issue())])


def test_evidence_stands_where_it_was_printed() -> None:
    body = "One. Two. Lund would not “rule out” sending troops to Varvia."
    (position,) = positions(body, "Lund would not “rule out” sending troops to Varvia", LUND)
    assert "rule out" in position.evidence[0].span.of(body)


def test_an_endless_statement_is_read_from_its_beginning() -> None:
    body = "We will not send troops to Varvia. " + "The harvest was good. " * 2000
    (position,) = take_positions(
        Passages(article(body), parser()), _told(Span(0, len(body) - 1)), (issue(),), ACTORS
    )
    assert position.stance is Stance.OPPOSES


def test_what_goes_on_meanwhile_is_known_from_the_whole_article() -> None:
    elections = next(one for one in load_issues(None) if one.slug == "wartime-elections-ukraine")
    said = "Now is not the right time for elections in Ukraine."
    far = "Nothing else was decided that day. " * 20
    for body, taken in ((said + far + "The war goes on.", True), (said + far, False)):
        told = _told(Span(0, len(said) - 1))
        passages = Passages(article(body), parser())
        assert passages.may_take(told, [topic_gate(elections)]) is taken, body
