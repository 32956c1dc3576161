"""The history: readable to all, without an address of anybody, and how a change is taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select, update

from app.db.session import sessions
from app.db.store import editing
from app.db.tables import PositionRow, StatementRow
from app.domain.accounts import By, Interface
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind
from tests.web.editors import Desk, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.revisions import Revision
    from tests.databases import Databases

ISSUE = "foreign-troops-ukraine"


@pytest.fixture
def desk(tmp_path: Path, databases: Databases) -> Iterator[Desk]:
    made = Desk(tmp_path, databases)
    yield made
    made.close()


def by(name: str, interface: Interface = Interface.WEB) -> By:
    return By(None, name, interface)


def stance_of(
    desk: Desk,
    statement: str,
    stance: Stance,
    who: str = "Eva",
    *,
    reason: str = "Read again.",
    batch: str | None = None,
) -> Revision:
    """A correction of the stance of a statement."""
    draft = editing.PositionDraft(ISSUE, stance, Scope.GENERAL)
    with sessions(desk.people.engine, write=True) as session:
        return editing.correct(
            session,
            by(who),
            statement,
            editing.Correction(positions=(draft,)),
            reason=reason,
            batch=batch,
        )


def test_where_nobody_changed_anything_it_says_so(desk: Desk) -> None:
    page = desk.visitor.get("/history")
    assert page.status_code == 200
    assert "No person has changed anything yet" in words_of(page)


def test_a_change_is_told_on_the_statement_in_words(desk: Desk) -> None:
    statement = desk.id_of("unless the parliament agrees,”")
    stance_of(desk, statement, Stance.CONDITIONAL, reason="“Unless” is a condition.")
    page = words_of(desk.visitor.get(f"/statements/{statement}"))
    assert "by Eva: stance conditional instead of opposes" in page
    assert "reason: “Unless” is a condition." in page
    day = datetime.now(UTC)
    assert f"Edited {day.day} " in page.replace("\N{NO-BREAK SPACE}", " ")
    whole = words_of(desk.visitor.get("/history/1"))
    assert "stance conditional instead of opposes (on “Troops”)" in whole
    for column in ("_id", "decided_by", "edtf", "holder"):
        assert column not in whole


def test_a_look_that_changed_nothing_is_told_as_one(desk: Desk) -> None:
    statement = desk.id_of("No troops will come")
    with sessions(desk.people.engine, write=True) as session:
        editing.accept(session, by("Eva"), statement)
    page = words_of(desk.visitor.get(f"/statements/{statement}"))
    assert "by Eva: a person has looked at it and agrees" in page


def test_what_a_person_decided_is_certain_and_says_who_decided(desk: Desk) -> None:
    unsure = desk.id_of("unless the parliament agrees,”")
    with sessions(desk.people.engine, write=True) as session:
        session.execute(update(PositionRow).values(confidence=0.4))
        session.execute(update(StatementRow).values(confidence=0.2))
    assert "leans opposed?" in words_of(desk.visitor.get(f"/statements/{unsure}"))
    stance_of(desk, unsure, Stance.CONDITIONAL)
    page = words_of(desk.visitor.get(f"/statements/{unsure}"))
    assert "leans" not in page.partition("What the words and marks mean")[0]
    assert "looked at by Eva, who decided" in page
    assert "not checked by a person" not in page
    assert "said it, the machine is" not in page
    assert "That Ada Moreau said it, Eva has decided." in page
    cards = words_of(desk.visitor.get("/actors/ada-moreau"))
    assert cards.count("checked by Eva") == 1
    assert "what a person has checked says so" in cards
    shown = desk.visitor.get(f"/statements/{unsure}.json").json()["statement"]
    assert (shown["confidence"], shown["positions"][0]["confidence"]) == (1.0, 1.0)
    other = desk.id_of("river valley,”")
    assert "not checked by a person" in words_of(desk.visitor.get(f"/statements/{other}"))
    with sessions(desk.people.engine) as session:  # how sure the machine was is kept
        assert set(session.scalars(select(PositionRow.confidence))) == {0.4}


def test_the_speaker_and_the_wording_are_told_by_name(desk: Desk) -> None:
    statement = desk.id_of("No troops will come")
    with sessions(desk.people.engine, write=True) as session:
        editing.correct(
            session,
            by("Eva"),
            statement,
            editing.Correction(actor="bo-lindqvist", kind=StatementKind.INDIRECT),
        )
    told = words_of(desk.visitor.get("/history/1"))
    assert "speaker Bo Lindqvist instead of Elba Envoy" in told
    assert "wording paraphrased instead of direct quote" in told
    assert "No reason was given." in told


def test_it_is_filtered_by_editor_kind_day_and_object(desk: Desk) -> None:
    statement = desk.id_of("No troops will come")
    stance_of(desk, statement, Stance.SUPPORTS)
    stance_of(desk, statement, Stance.OPPOSES, "Olga")
    with sessions(desk.people.engine, write=True) as session:
        editing.merge_actors(session, by("Olga"), "bo-lindqvist", "ada-moreau", reason="One.")

    def ids(query: str) -> list[int]:
        found = desk.visitor.get(f"/history.json?{query}")
        assert found.status_code == 200, found.text
        return [one["id"] for one in found.json()["revisions"]]

    assert ids("") == [3, 2, 1]
    assert ids("by=Olga") == [3, 2]
    assert ids("kind=actor") == [3]
    assert ids(f"object=statement/{statement}") == [2, 1]
    assert ids("object=actor/ada-moreau") == [3]
    assert ids("by=Olga&kind=actor&before=3") == []
    assert ids(f"day={datetime.now(UTC).date()}") == [3, 2, 1]
    assert ids("day=2020-01-01") == []
    page = desk.visitor.get(f"/history?object=statement/{statement}&by=Olga")
    assert "in one statement" in words_of(page)
    assert '<option value="Olga" selected' in page.text


@pytest.mark.parametrize(
    "query",
    [
        *("day=yesterday", "kind=nothing", "before=x", "colour=red"),
        *("object=statement", "object=statement/foo", "object=article/%00"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(desk: Desk, query: str) -> None:
    for suffix in ("", ".json"):
        assert desk.visitor.get(f"/history{suffix}?{query}").status_code == 400


def test_pages_follow_one_another_without_a_gap(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.history._AT_ONCE", 2)
    statement = desk.id_of("No troops will come")
    for stance in (Stance.SUPPORTS, Stance.OPPOSES) * 2 + (Stance.SUPPORTS,):
        stance_of(desk, statement, stance)
    seen, query = [], "by=Eva"
    for _ in range(3):
        found = desk.visitor.get(f"/history.json?{query}").json()
        seen += [one["id"] for one in found["revisions"]]
        query = f"by=Eva&before={found['before']}"
    assert seen == [5, 4, 3, 2, 1]
    assert found["before"] is None
    assert "Older changes" in words_of(desk.visitor.get("/history"))
    assert "Older changes" not in words_of(desk.visitor.get("/history?before=2"))


def test_only_editors_take_back_and_they_say_why(desk: Desk) -> None:
    statement = desk.id_of("unless the parliament agrees,”")
    stance_of(desk, statement, Stance.CONDITIONAL)
    for who in (desk.visitor, desk.reader):
        assert "Take this change back" not in who.get("/history/1").text
        assert who.post("/history/1/undo", {"reason": "No."}).status_code in {303, 403}
    page = desk.editor.get("/history/1")
    assert "Take this change back" in page.text
    refused = desk.editor.post("/history/1/undo", {"reason": " "})
    assert refused.status_code == 400
    assert "Say why" in words_of(refused)
    done = desk.editor.post("/history/1/undo", {"reason": "It was right."})
    assert done.headers["Location"] == "/history/2"
    told = words_of(desk.visitor.get("/history/2"))
    assert "It takes back change 1" in told
    assert "stance opposes instead of conditional" in told
    live = desk.visitor.get(f"/statements/{statement}.json").json()["statement"]
    assert live["positions"][0]["stance"] == "opposes"
    assert "took a change back" in words_of(desk.visitor.get(f"/statements/{statement}"))
    twice = desk.editor.post("/history/1/undo", {"reason": "Again."})
    assert twice.status_code == 400
    assert "undone already" in words_of(twice)
    back = desk.editor.post("/history/2/undo", {"reason": "No, it is one."})
    assert back.status_code == 303
    assert "Taken back since" not in words_of(desk.visitor.get("/history/1"))


def test_a_conflict_says_what_has_been_changed_since_and_by_whom(desk: Desk) -> None:
    statement = desk.id_of("unless the parliament agrees,”")
    stance_of(desk, statement, Stance.CONDITIONAL)
    stance_of(desk, statement, Stance.NONCOMMITTAL, "Olga", reason="She dodges.")
    refused = desk.editor.post("/history/1/undo", {"reason": "It was right."})
    assert refused.status_code == 409
    page = words_of(refused)
    assert "changed again since" in page
    assert "Olga corrected it" in page
    assert "stance noncommittal instead of conditional" in page
    assert "She dodges." in page
    assert 'value="It was right."' in refused.text  # nothing typed is lost
    answer = desk.visitor.client.post("/history/1/undo", data={"reason": "x"}, headers=desk.program)
    assert answer.status_code == 409
    assert "changed again since" in answer.json()["error"]["message"]


def test_a_batch_is_taken_back_as_a_whole(desk: Desk) -> None:
    one, two = desk.id_of("No troops will come"), desk.id_of("they will send troops")
    batch = editing.new_batch()
    stance_of(desk, one, Stance.SUPPORTS, batch=batch)
    stance_of(desk, two, Stance.OPPOSES, batch=batch)
    page = desk.editor.get("/history/1")
    assert "2 changes made in one go" in words_of(page)
    assert "Take back all 2 changes" in page.text
    assert len(desk.visitor.get(f"/history.json?batch={batch}").json()["revisions"]) == 2
    done = desk.editor.post("/history/1/undo", {"reason": "Both wrong.", "whole": "batch"})
    assert done.status_code == 303
    assert [one["undoes"] for one in desk.visitor.get("/history.json").json()["revisions"]] == [
        1, 2, None, None,
    ]  # fmt: skip
    assert "Take back all" not in desk.editor.get("/history/1").text


def test_what_somebody_writes_as_a_reason_is_only_text(desk: Desk) -> None:
    statement = desk.id_of("No troops will come")
    stance_of(desk, statement, Stance.SUPPORTS, reason="<script>alert(1)</script>")
    for path in ("/history", "/history/1", f"/statements/{statement}"):
        page = desk.visitor.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_data_are_without_loss(desk: Desk) -> None:
    statement = desk.id_of("unless the parliament agrees,”")
    made = stance_of(desk, statement, Stance.CONDITIONAL)
    data = desk.visitor.get("/history/1.json").json()["revision"]
    assert data["batch"] == made.batch
    assert data["in_words"] == ["stance conditional instead of opposes (on “Troops”)"]
    assert {(one["table"], one["key"]) for one in data["changes"]} == {
        (one.table, one.key) for one in made.changes
    }
    assert data["objects"][0]["url"] == f"http://testserver/statements/{statement}"


@pytest.mark.parametrize("number", ["2", "0", "x", "9" * 30, "-1"])
def test_a_change_that_is_not_there_is_not_found(desk: Desk, number: str) -> None:
    for suffix in ("", ".json"):
        assert desk.visitor.get(f"/history/{number}{suffix}").status_code == 404
    assert desk.editor.post(f"/history/{number}/undo", {"reason": "x"}).status_code == 404


def test_reading_costs_no_more_than_one_look_where_nobody_changed_anything(desk: Desk) -> None:
    statement = desk.id_of("No troops will come")
    asked: list[str] = []
    site = desk.visitor.client.app.state.site  # type: ignore[attr-defined]
    event.listen(site.engine(), "before_cursor_execute", lambda *given: asked.append(str(given[2])))
    desk.visitor.get(f"/statements/{statement}")
    of_revisions = [one for one in asked if "revision" in one]
    assert len(of_revisions) <= 1
