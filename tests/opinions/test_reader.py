"""The second opinion, asked of a real server that behaves well and badly."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from app.errors import SetupError
from app.opinions import Reader, Service
from app.opinions.answer import Answer, Unusable, read_answer
from tests.factories import (
    make_actor,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)
from tests.opinions.endpoint import Endpoint, Handler, endpoint

if TYPE_CHECKING:
    from app.domain.extraction import Extraction
    from app.domain.positions import Position

TEXT = "The minister came late. “We will never send anyone,” Ada Moreau said."
WORDS = "We will never send anyone"
RIGHT = {"stance": "opposes", "holder": "speaker", "evidence": "never send anyone"}


def extraction() -> Extraction:
    speaker = make_actor()
    bare = replace(make_position(speaker), review=(), opinions=())
    return make_extraction(TEXT, make_statement(TEXT, WORDS, speaker, positions=[bare]))


def read(
    server: Endpoint, *, most: int = 10, timeout: float = 5.0, times: int = 1
) -> tuple[Position, Reader, list[float]]:
    """The position after a second opinion, the reader with its counts, and how long it waited."""
    waited: list[float] = []
    service = Service(server.url, "a-model", "secret", timeout=timeout, sleep=waited.append)
    with service.open() as connection:
        reader = Reader(connection, service.model, {DEFAULT_ISSUE: make_issue()}, most)
        for _ in range(times):
            found = reader.read(extraction())
    return found.statements[0].positions[0], reader, waited


def test_an_opinion_stands_beside_with_its_words_in_the_article() -> None:
    with endpoint(lambda handler, _: handler.say(RIGHT)) as server:
        position, reader, _ = read(server)
    assert position.stance is Stance.OPPOSES
    assert position.review == ()
    (opinion,) = position.opinions
    assert opinion.by == "a-model"
    assert (opinion.stance, opinion.holder) == (Stance.OPPOSES, None)
    assert opinion.evidence is not None
    assert opinion.evidence.of(TEXT) == "never send anyone"
    assert (reader.counts.answered, reader.counts.differing) == (1, 0)


def test_what_leaves_the_machine() -> None:
    with endpoint(lambda handler, _: handler.say(RIGHT)) as server:
        read(server)
    ((path, key, document),) = server.asked
    assert (path, key) == ("/v1/chat/completions", "Bearer secret")
    assert (document["model"], document["temperature"]) == ("a-model", 0)
    sent = document["messages"][1]["content"]
    assert WORDS in sent
    assert "Ada Moreau" in sent
    assert make_issue().proposition in sent
    assert " said." not in sent  # what stands after the statement stays here


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({**RIGHT, "stance": "supports"}, "reads it as: supports; the rules as: opposes"),
        ({**RIGHT, "stance": "off"}, "takes it to be off the issue"),
        ({**RIGHT, "holder": "Bo Lind"}, "for the position of Bo Lind"),
    ],
)
def test_what_differs_is_for_a_person_to_look_at(answer: object, reason: str) -> None:
    with endpoint(lambda handler, _: handler.say(answer)) as server:
        position, reader, _ = read(server)
    assert position.stance is Stance.OPPOSES  # the rules' label stands
    assert reason in position.review[0]
    assert reader.counts.differing == 1


@pytest.mark.parametrize(
    "answer",
    [
        {**RIGHT, "evidence": "we shall never send"},
        {**RIGHT, "evidence": ""},
        {**RIGHT, "evidence": ["never"]},
        {**RIGHT, "stance": "against"},
        {**RIGHT, "stance": None},
        {**RIGHT, "holder": 7},
        "I would say it opposes.",
        '{"stance": "opposes", ',
        "{" * 3000,
        "",
    ],
)
def test_an_answer_that_cannot_be_checked_is_thrown_away(answer: object) -> None:
    with endpoint(lambda handler, _: handler.say(answer)) as server:
        position, reader, _ = read(server)
    assert (position.opinions, position.review) == ((), ())
    assert (reader.counts.answered, reader.counts.discarded) == (0, 1)


def test_words_around_the_answer_do_not_matter() -> None:
    content = 'Sure!\n```json\n{"stance": "opposes", "evidence": "“never send anyone”"}\n```'
    assert read_answer(content, WORDS) == Answer(Stance.OPPOSES, None, "never send anyone")
    with pytest.raises(Unusable):
        read_answer("[]", WORDS)


def test_a_busy_server_is_asked_again_after_the_time_it_wants() -> None:
    def answering(handler: Handler, number: int) -> None:
        if number == 0:
            handler.send(b"", 429, Retry_After="7")
        elif number == 1:
            handler.send(b"", 503, Retry_After="100000")
        else:
            handler.say(RIGHT)

    with endpoint(answering) as server:
        position, reader, waited = read(server)
    assert len(position.opinions) == 1
    assert waited == [7, 20]
    assert reader.counts.failed == 0


@pytest.mark.parametrize(("status", "asked"), [(500, 3), (401, 1), (404, 1), (302, 1)], ids=str)
def test_a_refusal_costs_no_article(status: int, asked: int) -> None:
    with endpoint(
        lambda handler, _: handler.send(b"{}", status, Location="http://127.0.0.1:9/")
    ) as server:
        position, reader, _ = read(server)
    assert position.opinions == ()
    assert (len(server.asked), reader.counts.failed) == (asked, 1)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"choices": []}', b"\xff\xfe", b"[" * 9999]
)
def test_an_answer_of_another_form_is_a_failure(body: bytes) -> None:
    with endpoint(lambda handler, _: handler.send(body)) as server:
        position, reader, _ = read(server)
    assert (position.opinions, reader.counts.failed) == ((), 1)


def test_a_server_that_stalls_or_trickles_is_left() -> None:
    def answering(handler: Handler, number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(20 if number else 0):
            handler.wfile.write(b" ")
            time.sleep(0.05)
        time.sleep(0.3)

    begun = time.monotonic()
    with endpoint(answering) as server:
        position, reader, _ = read(server, timeout=0.2)
    assert (position.opinions, reader.counts.failed) == ((), 1)
    assert time.monotonic() - begun < 60


def test_an_endless_answer_is_cut() -> None:
    with endpoint(lambda handler, _: handler.send(b" " * 1_000_000)) as server:
        position, reader, _ = read(server)
    assert (position.opinions, reader.counts.failed, len(server.asked)) == ((), 1, 1)


def test_a_server_that_is_away_is_given_up() -> None:
    with endpoint(lambda handler, _: handler.say(RIGHT)) as server:
        pass
    position, reader, _ = read(server, times=5)
    assert position.opinions == ()
    assert (reader.counts.failed, reader.counts.unasked) == (3, 2)


def test_the_cost_is_bounded() -> None:
    with endpoint(lambda handler, _: handler.say(RIGHT)) as server:
        position, reader, _ = read(server, most=2, times=5)
    assert len(server.asked) == 2
    assert (reader.counts.answered, reader.counts.unasked) == (2, 3)
    assert position.opinions == ()


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/v1", "localhost:8080", "http://", "http://[x"]
)
def test_an_address_that_cannot_be_one(url: str) -> None:
    with pytest.raises(SetupError, match="ONRECORD_OPINION_URL"):
        Service(url, "a-model")


def test_the_key_is_shown_nowhere() -> None:
    service = Service("https://user:word@a.example/v1", "a-model", "secret")
    assert "secret" not in repr(service)
    assert service.host == "a.example"
    with pytest.raises(SetupError, match="ONRECORD_OPINION_MODEL"):
        Service("https://a.example/v1", " ", "secret")
