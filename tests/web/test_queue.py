"""The review queue through the app: its order, filters and pages, and each decision."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app.db.queries import queue as stored
from app.db.queries import revisions
from app.db.session import sessions
from app.db.store import editing, save
from app.db.store.reader_reports import Bounds, take
from app.domain.accounts import By, Interface
from app.domain.dates import DateBasis
from app.domain.positions import Stance
from app.domain.queue import QueueQuery, WaitReason
from app.domain.reader_reports import ReaderReport, ReportState, Wrong
from app.domain.revisions import ObjectKind
from app.domain.statements import StatementKind
from app.views.wording import counted
from tests.factories import make_actor, make_extraction, make_position, make_statement
from tests.web.people import Browser, People, copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from app.config import Settings
    from app.domain.queue import Desk

LATE = (
    "Dana Ode said that troops may come if there is peace. Later troops were seen. "
    "Nobody else spoke."
)


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> Iterator[People]:
    made = People(copied(settings, tmp_path))
    dana = make_actor("Dana Ode")
    with sessions(made.engine, write=True) as session:
        save(
            session,
            make_extraction(
                LATE,
                make_statement(
                    LATE,
                    "troops may come if there is peace",
                    dana,
                    kind=StatementKind.INDIRECT,
                    cue="said",
                    source="Dana Ode",
                    positions=[make_position(dana, Stance.SUPPORTS)],
                ),
                title="Late",
                outlet="The Late Post",
                file="late.txt",
            ),
        )
    yield made
    made.close()


@pytest.fixture
def editor(people: People) -> Browser:
    return Browser(people.settings).come_as(people.session("editor"))


def order(people: People, query: QueueQuery | None = None) -> list[str]:
    with sessions(people.engine) as session:
        found = stored.waiting(session, query or QueueQuery(), most=100)
    return [one.statement.id for one in found]


def desk(people: People, identifier: str) -> Desk:
    with sessions(people.engine) as session:
        found = stored.desk(session, identifier)
    assert found is not None
    return found


def dana(people: People) -> str:
    with sessions(people.engine) as session:
        (found,) = stored.waiting(session, QueueQuery(actor="dana-ode"))
    return found.statement.id


def form_of(page: httpx.Response, action: str) -> dict[str, str]:
    """The fields of a form as the page has them, as a browser would send them."""
    body = re.search(rf'<form[^>]*action="[^"]*/{action}[^"]*".*?</form>', page.text, re.DOTALL)
    assert body is not None, page.text
    html = body[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" not in attributes:
            continue
        if attributes.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        found[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL
    ):
        found[name] = unescape(value)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def corrected(editor: Browser, identifier: str, **changed: str) -> httpx.Response:
    """What comes back when the form is sent as it is shown, with these fields changed."""
    page = editor.get(f"/queue/{identifier}")
    sent = form_of(page, "correct")
    assert all(f'name="{name}"' in page.text for name in changed)
    return editor.post(f"/queue/{identifier}/correct", sent | changed)


def test_the_order_follows_the_reasons_and_is_told(editor: Browser, people: People) -> None:
    with sessions(people.engine) as session:
        found = stored.waiting(session, QueueQuery(), most=100)
    ranks = [one.place.rank for one in found]
    assert ranks == sorted(ranks)
    second_hand = [one for one in found if WaitReason.SECOND_HAND in one.place.reasons]
    assert [one.statement.actor.slug for one in second_hand] == ["bo-lindqvist"]
    off = [one for one in found if not one.statement.positions]
    assert found[-1] in off
    assert all(WaitReason.ON_ISSUE not in one.place.reasons for one in off)
    page = editor.get("/queue")
    assert page.status_code == 200
    shown = re.findall(r'class="words-short"[^>]*><a href="/queue/(\w+)', page.text)
    assert shown == [one.statement.id for one in found]
    assert "Why here: takes a position; second-hand" in page.text


@pytest.mark.parametrize(
    "query",
    [
        QueueQuery(stance=Stance.SUPPORTS),
        QueueQuery(issue="foreign-troops-ukraine"),
        QueueQuery(issue="foreign-troops-ukraine", stance=Stance.CONDITIONAL),
        QueueQuery(issue="other", outlet="the-late-post"),
        QueueQuery(reason=WaitReason.ON_ISSUE, last=date(2025, 4, 1)),
    ],
)
def test_filters_count_what_they_would_show(
    editor: Browser, people: People, query: QueueQuery
) -> None:
    with sessions(people.engine) as session:
        counts = stored.counts(session, query)
    assert counts.total == len(order(people, query))
    assert counts.all == len(order(people))
    would = (
        *((one, replace(query, issue=one.value)) for one in counts.issues),
        *((one, replace(query, reason=WaitReason(one.value))) for one in counts.reasons),
        *((one, replace(query, outlet=one.value)) for one in counts.outlets),
        *((one, replace(query, stance=Stance(one.value))) for one in counts.stances),
    )
    for one, chosen in would:
        assert len(order(people, chosen)) == one.count, one
    waits = counted(counts.total, "statement waits", "statements wait")
    page = editor.get(query.address()).text
    assert f"{waits} with these filters, of {counts.all} in all." in page


@pytest.mark.parametrize(
    ("query", "speakers"),
    [
        ("actor=Ada Moreau", {"ada-moreau"}),
        ("actor=Ada Moreau (ada-moreau)", {"ada-moreau"}),
        ("outlet=the-late-post", {"dana-ode"}),
        ("from=2025-03-01&to=2025-03-31", {"bo-lindqvist"}),
        ("from=2025-04-15", {"cleo-varga"}),  # said in April, on some day of it
        ("issue=other", set()),
        ("reason=second-hand", {"bo-lindqvist"}),
        ("stance=conditional&issue=foreign-troops-ukraine", {"cleo-varga"}),
    ],
)
def test_each_filter(editor: Browser, query: str, speakers: set[str]) -> None:
    found = editor.get(f"/queue.json?{query}").json()
    assert {one["actor"] for one in found["statements"]} == speakers
    assert found["waiting"] == len(found["statements"])


@pytest.mark.parametrize(
    "query", ["reason=x", "stance=x", "show=all", "actor=Nobody", "outlet=x", "after=x", "x=1"]
)
def test_what_no_filter_means_is_refused(editor: Browser, query: str) -> None:
    assert editor.get(f"/queue?{query}").status_code == 400


def test_pages_follow_each_other_without_loss(people: People) -> None:
    whole, found, after = order(people), [], None
    while True:
        with sessions(people.engine) as session:
            page = stored.waiting(session, QueueQuery(), after=after, most=2)
        if not page:
            break
        found += [one.statement.id for one in page]
        after = page[-1].place
    assert found == whole


def test_accepting_leads_to_the_next_and_says_so_on_the_statement(
    editor: Browser, people: People
) -> None:
    first, second, *_ = order(people)
    page = editor.get(f"/queue/{first}")
    assert f'href="/queue/{second}" rel="next"' in page.text
    answer = editor.post(f"/queue/{first}/accept", form_of(page, "accept"))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/queue/{second}")
    assert desk(people, first).statement.decided_by == "editor editor"
    assert first not in order(people)
    after = editor.get(f"/queue/{second}")
    assert "You accepted" in after.text
    undone = editor.post("/queue/undo", form_of(after, "undo"))
    assert undone.headers["Location"] == f"/queue/{first}"
    assert order(people)[0] == first


def test_the_last_leads_to_the_list(editor: Browser, people: People) -> None:
    one = dana(people)
    page = editor.get(f"/queue/{one}?actor=dana-ode")
    answer = editor.post(f"/queue/{one}/accept?actor=dana-ode", form_of(page, "accept"))
    assert answer.headers["Location"] == "/queue?actor=dana-ode"
    assert "Nothing waits with these filters" in editor.get(answer.headers["Location"]).text


def test_stance_scope_condition_and_evidence_are_corrected(editor: Browser, people: People) -> None:
    one = dana(people)
    answer = corrected(
        editor,
        one,
        p0_stance="conditional",
        p0_scope="other",
        p0_condition="if there is  peace",
        p0_evidence="may come\nif there is peace",
        reason="it says if",
    )
    assert answer.status_code == 303, answer.text
    (position,) = desk(people, one).statement.positions
    assert (position.stance, position.scope.value) == (Stance.CONDITIONAL, "other")
    assert position.condition_text == "if there is peace"
    assert [one.span.of(LATE) for one in position.evidence] == ["may come", "if there is peace"]
    with sessions(people.engine) as session:
        last = revisions.history(session, ObjectKind.STATEMENT, one)[0]
    assert (last.action, last.reason) == ("correct", "it says if")


def test_who_speaks_is_corrected_and_the_position_goes_along(
    editor: Browser, people: People
) -> None:
    one = dana(people)
    assert corrected(editor, one, actor="Ada Moreau (ada-moreau)").status_code == 303
    statement = desk(people, one).statement
    assert statement.actor.slug == "ada-moreau"
    assert statement.positions[0].holder.slug == "ada-moreau"


def test_somebody_new_speaks(editor: Browser, people: People) -> None:
    one = dana(people)
    assert corrected(editor, one, actor_new="Eve  Noor", actor_kind="office").status_code == 303
    actor = desk(people, one).statement.actor
    assert (actor.slug, actor.name, actor.kind.value) == ("eve-noor", "Eve Noor", "office")


def test_kind_day_and_words_are_corrected(editor: Browser, people: People) -> None:
    one = dana(people)
    answer = corrected(
        editor,
        one,
        kind="mixed",
        said_on="2025-02~",
        said_basis="inferred",
        content="troops may come\nNobody else spoke",
    )
    assert answer.status_code == 303, answer.text
    found = desk(people, one).statement
    assert found.kind is StatementKind.MIXED
    assert (found.said_on.edtf, found.said_on.basis) == ("2025-02~", DateBasis.INFERRED)
    assert found.content_text == ("troops may come", "Nobody else spoke")
    assert found.positions[0].stance is Stance.SUPPORTS  # as it was


def test_another_s_position_and_none(editor: Browser, people: People) -> None:
    one = dana(people)
    holder = {"p0_holder": "Bo Lindqvist (bo-lindqvist)"}
    refused = corrected(editor, one, **holder)
    assert refused.status_code == 400
    assert 'id="wrong-p0_asserted_by"' in refused.text
    answer = corrected(editor, one, **holder, p0_asserted_by="Dana Ode (dana-ode)")
    assert answer.status_code == 303, answer.text
    position = desk(people, one).statement.positions[0]
    assert position.asserted_by is not None
    assert (position.holder.slug, position.asserted_by.slug) == ("bo-lindqvist", "dana-ode")
    assert corrected(editor, one, p0_stance="none").status_code == 303
    assert desk(people, one).statement.positions == ()


def test_a_further_position(editor: Browser, people: People) -> None:
    one = dana(people)
    assert corrected(editor, one, p1_issue="other", p1_stance="opposes").status_code == 303
    found = desk(people, one).statement.positions
    assert [(one.issue, one.stance.value) for one in found] == [
        ("foreign-troops-ukraine", "supports"),
        ("other", "opposes"),
    ]


def test_saving_what_is_there_is_to_accept_it(editor: Browser, people: People) -> None:
    one = dana(people)
    assert corrected(editor, one).status_code == 303
    assert desk(people, one).history[0].action == "accept"


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"actor": "Nobody At All"}, "actor", "Nobody here is called"),
        ({"actor": ""}, "actor", "Say who speaks"),
        ({"actor_new": "Ada Moreau"}, "actor_new", "already"),
        ({"said_on": "2025-02-30"}, "said_on", "calendar"),
        ({"said_on": "2025", "said_basis": "unknown"}, "said_basis", "choose how"),
        ({"content": "words of nobody"}, "content", "does not stand in the article"),
        ({"content": "troops"}, "content", "stands 2 times"),
        ({"p0_condition": "never said"}, "p0_condition", "does not stand in the article"),
        ({"p1_stance": "supports", "p1_issue": ""}, "p1_issue", "Choose the issue"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    editor: Browser, people: People, changed: dict[str, str], field: str, told: str
) -> None:
    one = dana(people)
    answer = corrected(editor, one, reason="my “reason” & all", **changed)
    assert answer.status_code == 400
    beside = re.search(rf'id="wrong-{field}">(.*?)</p>', answer.text, re.DOTALL)
    assert beside is not None, answer.text
    assert told in unescape(beside[1])
    sent = form_of(answer, "correct")
    for name, value in {"reason": "my “reason” & all", **changed}.items():
        assert sent[name] == value
    assert desk(people, one).seen == 0  # nothing was stored


def test_which_of_several_places_is_meant(editor: Browser, people: People) -> None:
    one = dana(people)
    assert corrected(editor, one, content="troops", content_nth="2").status_code == 303
    assert desk(people, one).statement.content[0].start == LATE.index("Later troops") + 6


def test_withdrawing_needs_a_reason_and_tells_it(editor: Browser, people: People) -> None:
    one = dana(people)
    sent = form_of(editor.get(f"/queue/{one}"), "withdraw")
    refused = editor.post(f"/queue/{one}/withdraw", sent)
    assert refused.status_code == 400
    assert "Say why" in refused.text
    answer = editor.post(f"/queue/{one}/withdraw", sent | {"reason": "nobody says it"})
    assert answer.status_code == 303
    assert one not in order(people)
    assert editor.get(f"/statements/{one}").status_code == 410
    page = editor.get(f"/queue/{one}")
    assert "It was withdrawn: nobody says it" in page.text
    editor.post("/queue/undo", form_of(page, "undo"))
    assert one in order(people)


def test_what_is_put_off_stays_behind_the_others(editor: Browser, people: People) -> None:
    first, second, *_ = order(people)
    page = editor.get(f"/queue/{first}")
    sent = form_of(page, "skip")
    assert editor.post(f"/queue/{first}/skip", sent).status_code == 400
    answer = editor.post(f"/queue/{first}/skip", sent | {"reason": "ask Eva"})
    assert answer.headers["Location"] == f"/queue/{second}"
    assert order(people)[-1] == first
    assert order(people, QueueQuery(skipped=True)) == [first]
    assert "ask Eva" in editor.get("/queue?show=skipped").text
    back = editor.get(f"/queue/{second}")
    assert "You put a statement off: ask Eva" in unescape(back.text)
    editor.post("/queue/undo", form_of(back, "undo"))
    assert order(people)[0] == first
    editor.post(f"/queue/{first}/skip", sent | {"reason": "again"})
    editor.post(f"/queue/{first}/accept", form_of(editor.get(f"/queue/{first}"), "accept"))
    assert desk(people, first).skip is None


def test_two_at_once_the_second_sees_both_and_loses_nothing(
    editor: Browser, people: People
) -> None:
    one = dana(people)
    mine = form_of(editor.get(f"/queue/{one}"), "correct")
    other = people.add("olga", people.users["editor"].role)
    with sessions(people.engine, write=True) as session:
        editing.correct(
            session,
            By(other.id, other.name, Interface.WEB),
            one,
            editing.Correction(
                kind=StatementKind.DIRECT,
                positions=(editing.PositionDraft("foreign-troops-ukraine", Stance.OPPOSES),),
            ),
            reason="clearly against",
        )
    typed = {"p0_stance": "conditional", "p0_condition": "if there is peace", "reason": "says if"}
    refused = editor.post(f"/queue/{one}/correct", mine | typed)
    assert refused.status_code == 409
    assert "olga" in refused.text
    assert "clearly against" in refused.text
    beside = re.search(r'id="now-p0_stance">(.*?)</p>', refused.text, re.DOTALL)
    assert beside is not None
    assert "opposes" in beside[1]
    again = form_of(refused, "correct")
    assert {name: again[name] for name in typed} == typed
    assert again["kind"] == "direct"  # what only the other changed is not undone by saving
    assert editor.post(f"/queue/{one}/correct", again).status_code == 303
    found = desk(people, one).statement
    assert found.kind is StatementKind.DIRECT
    assert found.positions[0].stance is Stance.CONDITIONAL
    sent = form_of(editor.get(f"/queue/{one}"), "accept")
    assert editor.post(f"/queue/{one}/accept", sent | {"seen": "0"}).status_code == 409


def test_a_reader_s_report_comes_first_and_is_answered(editor: Browser, people: People) -> None:
    one = order(people)[-1]
    report = ReaderReport("r1", one, Wrong.SPEAKER, "<b>It was Bo.</b>", _moment())
    with sessions(people.engine, write=True) as session:
        take(session, report, "192.0.2.1", Bounds(5, 5))
    assert order(people)[0] == one
    page = editor.get(f"/queue/{one}")
    assert "&lt;b&gt;It was Bo.&lt;/b&gt;" in page.text
    sent = form_of(page, "accept") | {"answer": "The article names Cleo."}
    assert editor.post(f"/queue/{one}/accept", sent).status_code == 303
    assert one not in order(people)
    told = editor.get("/reports/r1.json").json()["report"]
    assert told["outcome"] == "The article names Cleo."
    assert told["state"] == ReportState.DISMISSED
    # A statement that somebody has decided on comes back when a reader reports it.
    with sessions(people.engine, write=True) as session:
        take(session, ReaderReport("r2", one, Wrong.DATE, "", _moment()), "192.0.2.1", Bounds(5, 5))
    assert order(people)[0] == one


def test_a_report_waits_again_when_what_it_led_to_is_taken_back(
    editor: Browser, people: People
) -> None:
    one = order(people)[-1]
    with sessions(people.engine, write=True) as session:
        take(session, ReaderReport("r1", one, Wrong.SPEAKER, "", _moment()), "::1", Bounds(5, 5))
    sent = form_of(editor.get(f"/queue/{one}"), "withdraw") | {"reason": "Nobody says it."}
    editor.post(f"/queue/{one}/withdraw", sent | {"answer": "It is gone."})
    told = editor.get("/reports/r1.json").json()["report"]
    assert told["state"] == ReportState.TAKEN_UP
    assert one not in order(people)
    editor.post(f"/history/{told['revision']}/undo", {"reason": "Ada says it."})
    assert order(people)[0] == one
    told = editor.get("/reports/r1.json").json()["report"]
    assert (told["state"], told["closed_at"]) == (ReportState.OPEN, None)
    page = editor.get("/reports/r1").text
    assert "was taken back" in page
    assert "It is gone." in page
    sent = form_of(editor.get(f"/queue/{one}"), "accept") | {"answer": "She does say it."}
    editor.post(f"/queue/{one}/accept", sent)
    told = editor.get("/reports/r1.json").json()["report"]
    assert (told["state"], told["outcome"]) == (ReportState.DISMISSED, "She does say it.")


def test_actors_are_found_as_one_types(editor: Browser) -> None:
    assert "Ada Moreau (ada-moreau)" in editor.get("/queue/actors?p0_holder=mor").text
    assert "Ada Moreau (ada-moreau)" in editor.get("/queue/actors?actor=A. M").text
    assert "<option" not in editor.get("/queue/actors?actor=%25").text


def test_a_program_gets_the_revision(people: People) -> None:
    client = Browser(people.settings)
    token = people.token("editor", people.users["editor"].role)
    head = {"Authorization": f"Bearer {token}"}
    first = order(people)[0]
    answer = client.client.post(f"/queue/{first}/accept", headers=head)
    assert answer.status_code == 200, answer.text
    assert answer.json()["revisions"][0]["action"] == "accept"
    stale = client.client.post(f"/queue/{first}/accept", headers=head, data={"seen": "0"})
    assert stale.status_code == 409


def test_nothing_of_an_article_is_markup_and_words_say_where_they_stand(
    editor: Browser, people: People, ids: dict[str, str]
) -> None:
    page = editor.get(f"/queue/{ids['“<script>ale']}")
    assert "<script>alert" not in page.text
    one = dana(people)
    text = editor.get(f"/queue/{one}").text
    pieces = re.findall(r'data-at="(\d+)">(.*?)</', text)
    assert pieces
    for at, words in pieces:
        assert LATE.startswith(unescape(words), int(at))


def _moment() -> datetime:
    return datetime.now(UTC)
