"""What editors do beyond correcting: each as a form, its history, and what readers see at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.editors import LONG, Desk, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Databases

WORDS = "troops must come if there is a ceasefire"


@pytest.fixture
def desk(tmp_path: Path, databases: Databases) -> Iterator[Desk]:
    made = Desk(tmp_path, databases)
    yield made
    made.close()


def added(desk: Desk, **fields: str) -> dict[str, str]:
    """A filled-in form for the statement that was missed."""
    return {
        "content": WORDS,
        "kind": "indirect",
        "actor": "Zora Lind",
        "actor_new": "yes",
        "actor_kind": "person",
        "source": "Zora Lind",
        "cue": "told",
        "said_on": "2025-03-06",
        "said_basis": "stated",
        "p0_issue": "foreign-troops-ukraine",
        "p0_stance": "conditional",
        "p0_scope": "general",
        "p0_condition": "there is a ceasefire",
        "p0_evidence": "must come",
        "reason": "The machine missed it.",
    } | fields


def add(desk: Desk, **fields: str) -> str:
    """The id of a statement that the editor added."""
    address = f"/articles/{desk.article('What was missed')}/add"
    answer = desk.editor.post(address, added(desk, **fields))
    assert answer.status_code == 303, words_of(answer)
    return answer.headers["Location"].rsplit("/", 1)[-1]


def test_readers_are_led_to_no_form(desk: Desk) -> None:
    article, statement = desk.article("What was missed"), desk.id_of("No troops will come")
    for path in (f"/articles/{article}", f"/statements/{statement}", "/actors/ada-moreau"):
        for who in (desk.visitor, desk.reader):
            page = who.get(path).text
            assert "edit-links" not in page
            assert 'class="edited"' not in page
        assert "edit-links" in desk.editor.get(path).text


def test_a_missed_statement_is_added_by_its_words(desk: Desk) -> None:
    identifier = add(desk)
    data = desk.visitor.get(f"/statements/{identifier}.json").json()["statement"]
    assert data["content_text"] == [WORDS]
    start, end = data["content"][0]
    assert LONG[start:end] == WORDS  # code points, after characters that a script counts twice
    assert data["actor"]["name"] == "Zora Lind"
    (position,) = data["positions"]
    assert (position["stance"], position["condition_text"]) == (
        "conditional",
        "there is a ceasefire",
    )
    assert "Zora Lind" in desk.visitor.get("/actors").text
    assert WORDS in desk.visitor.get(f"/articles/{desk.article('What was missed')}").text
    page = words_of(desk.visitor.get(f"/statements/{identifier}"))
    assert "by editor: added the statement" in page
    assert "reason: The machine missed it." in page


def test_selected_places_count_where_the_words_stand_there(desk: Desk) -> None:
    second = LONG.index("It was late", LONG.index("It was late") + 1)
    identifier = add(
        desk, content="It was late", content_at=f"{second}-{second + 11}", p0_condition="",
        p0_evidence="",
    )  # fmt: skip
    data = desk.visitor.get(f"/statements/{identifier}.json").json()["statement"]
    assert data["content"] == [[second, second + 11]]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"content": "It was late"}, "stands 2 times"),
        ({"content": "It was late", "content_at": "0-11"}, "stands 2 times"),  # other words there
        ({"content": "It was late", "content_nth": "3"}, "only 2 times"),
        ({"content": "words that nobody printed"}, "does not stand in the article"),
        ({"content": ""}, "Select the words"),
        ({"actor_new": ""}, "Nobody is called “Zora Lind”"),
        ({"kind": "shouted"}, "Say how the words are printed"),
        ({"said_on": "2025-02-30"}, "is not a day of the calendar"),
        ({"p0_stance": ""}, "Choose which way"),
        ({"p0_issue": ""}, "Choose the issue"),
        ({"p0_condition": "no such words"}, "does not stand"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(
    desk: Desk, fields: dict[str, str], told: str
) -> None:
    address = f"/articles/{desk.article('What was missed')}/add"
    answer = desk.editor.post(address, added(desk, **fields))
    assert answer.status_code == 400
    assert told in words_of(answer)
    kept = desk.fields(answer)
    assert kept["reason"] == "The machine missed it."
    assert kept["content"] == added(desk, **fields)["content"]
    assert desk.visitor.get("/history.json").json()["count"] == 0


def test_other_quotation_marks_and_spaces_find_the_words(desk: Desk) -> None:
    identifier = add(
        desk, content='"No  troops will come,"', kind="direct", actor="ada-moreau", actor_new="",
        p0_condition="", p0_evidence="",
    )  # fmt: skip
    data = desk.visitor.get(f"/statements/{identifier}.json").json()["statement"]
    assert data["content_text"] == ["“No troops will come,”"]


def test_a_withdrawn_statement_leaves_a_tombstone_and_comes_back(desk: Desk) -> None:
    identifier = desk.id_of("No troops will come")
    address = f"/statements/{identifier}"
    form = desk.fields(desk.editor.get(f"{address}/withdraw"))
    assert desk.editor.post(f"{address}/withdraw", form | {"reason": ""}).status_code == 400
    sent = desk.editor.post(f"{address}/withdraw", form | {"reason": "Nobody said it."})
    assert sent.status_code == 303
    gone = desk.visitor.get(address)
    assert gone.status_code == 410
    page = words_of(gone)
    assert "Nobody said it." in page
    assert "by editor" in page
    assert "Nothing stands in its place" in page
    assert "No troops will come" not in page  # perhaps nobody said it
    assert "Put it back" not in page
    data = desk.visitor.get(f"{address}.json")
    assert data.status_code == 410
    assert data.json()["error"]["withdrawn_by"] == "editor"
    article = desk.visitor.get(f"/articles/{desk.article('What was missed')}")
    assert address not in article.text
    back = desk.fields(desk.editor.get(address))
    assert desk.editor.post(f"{address}/restore", back | {"reason": "She did."}).status_code == 303
    again = desk.visitor.get(address)
    assert again.status_code == 200
    assert "shown again; it had been withdrawn; reason: She did." in words_of(again)


def test_merging_tells_what_moves_and_leads_on_from_the_old_address(desk: Desk) -> None:
    seen = desk.editor.get("/actors/bo-lindqvist/merge", params={"into": "Ada Moreau"})
    page = words_of(seen)
    assert "What would go over to Ada Moreau" in page
    assert "1 statement, withdrawn" in page
    assert desk.visitor.get("/actors/bo-lindqvist").status_code == 200  # nothing happened yet
    form = desk.fields(seen)
    assert form["into"] == "ada-moreau"
    refused = desk.editor.post("/actors/bo-lindqvist/merge", form | {"reason": ""})
    assert refused.status_code == 400
    sent = desk.editor.post("/actors/bo-lindqvist/merge", form | {"reason": "One person."})
    assert sent.headers["Location"] == "/actors/ada-moreau"
    for suffix in ("", ".json", "/timeline", "?issue=foreign-troops-ukraine"):
        moved = desk.visitor.get(f"/actors/bo-lindqvist{suffix}")
        assert (moved.status_code, moved.headers["Location"]) == (
            301,
            f"/actors/ada-moreau{suffix}",
        )
    compared = desk.visitor.get("/compare.json?actor=bo-lindqvist")
    assert "ada-moreau" in compared.text or compared.headers["Location"].endswith("ada-moreau")
    told = words_of(desk.visitor.get("/actors/ada-moreau"))
    assert "by editor: Bo Lindqvist is Ada Moreau; its old address leads there" in told
    assert "Bo Lindqvist is Ada Moreau; its old address leads there" in words_of(
        desk.visitor.get("/history/1")
    )
    undone = desk.editor.post("/history/1/undo", {"reason": "They are two."})
    assert undone.status_code == 303
    assert desk.visitor.get("/actors/bo-lindqvist").status_code == 200
    assert "Taken back since, by change 2" in words_of(desk.visitor.get("/history/1"))


def test_a_statement_tells_of_a_merge_only_what_concerns_it(desk: Desk) -> None:
    form = desk.fields(desk.editor.get("/actors/ada-moreau/merge?into=bo-lindqvist"))
    desk.editor.post("/actors/ada-moreau/merge", form | {"reason": "One person."})
    page = words_of(desk.visitor.get(f"/statements/{desk.id_of('river valley,”')}"))
    assert "Ada Moreau is Bo Lindqvist" in page
    assert "speaker Bo Lindqvist instead of Ada Moreau; reason: One person." in page
    assert "speaker Bo Lindqvist instead of Ada Moreau (3 statements)" in words_of(
        desk.visitor.get("/history/1")
    )


def test_an_actor_is_split_with_the_statements_chosen(desk: Desk) -> None:
    identifier = desk.id_of("they will send troops")
    seen = desk.editor.get("/actors/ada-moreau/split")
    assert "they will send troops" in words_of(seen)
    form = desk.fields(seen) | {"reason": "Her sister said it.", "actor": "Eva Moreau"}
    refused = desk.editor.post("/actors/ada-moreau/split", form | {"statement": identifier})
    assert "Somebody new has to be ticked" in words_of(refused)
    assert f'value="{identifier}" checked' in refused.text
    sent = desk.editor.post(
        "/actors/ada-moreau/split", form | {"statement": identifier, "actor_new": "yes"}
    )
    assert sent.headers["Location"] == "/actors/eva-moreau"
    assert "they will send troops" in desk.visitor.get("/actors/eva-moreau").text
    assert "they will send troops" not in desk.visitor.get("/actors/ada-moreau").text


def test_what_is_said_of_an_actor_is_edited_and_told(desk: Desk) -> None:
    form = desk.fields(desk.editor.get("/actors/bo-lindqvist/edit"))
    assert form["name"] == "Bo Lindqvist"
    form |= {
        "aliases": "B. Lindqvist\n",
        "country": "se",
        "belongs_to": "Ada Moreau",
        "r0_title": "Minister of Trade",
        "r0_office": "trade_minister",
        "r0_from": "2024-05",
        "r0_to": "2025-06-01?",
        "reason": "From the register.",
    }
    wrong = desk.editor.post("/actors/bo-lindqvist/edit", form | {"r0_to": "2023"})
    assert wrong.status_code == 400
    assert "would end before it begins" in words_of(wrong)
    assert desk.fields(wrong)["r0_title"] == "Minister of Trade"
    assert desk.editor.post("/actors/bo-lindqvist/edit", form).status_code == 303
    page = words_of(desk.visitor.get("/actors/bo-lindqvist"))
    assert "Minister of Trade, May 2024 – 1 Jun 2025" in page
    assert "B. Lindqvist" in page
    assert "country SE instead of none" in page
    told = words_of(desk.visitor.get("/history/1"))
    assert "added the office “Minister of Trade” of Bo Lindqvist, from May 2024" in told
    assert "belongs to Ada Moreau instead of nobody" in told
    same = desk.fields(desk.editor.get("/actors/bo-lindqvist/edit"))
    assert same["belongs_to"] == "Ada Moreau"
    for name, value in (("name", "B" * 201), ("aliases", "B" * 201)):
        long = desk.editor.post("/actors/bo-lindqvist/edit", same | {name: value, "reason": "x"})
        assert long.status_code == 400
        assert "is too long" in words_of(long)
    unchanged = desk.editor.post("/actors/bo-lindqvist/edit", same | {"reason": "Nothing."})
    assert unchanged.status_code == 400  # it says so instead of making an empty change


def test_what_no_database_can_hold_is_replaced(desk: Desk) -> None:
    identifier = desk.article("What was missed")
    form = desk.fields(desk.editor.get(f"/articles/{identifier}/edit"))
    odd = form | {"title": "Missed\x00", "reason": "A\x00 slip."}
    assert desk.editor.post(f"/articles/{identifier}/edit", odd).status_code == 303
    made = desk.visitor.get("/history/1.json").json()["revision"]
    assert made["reason"] == "A\ufffd slip."
    assert "Missed\ufffd" in desk.visitor.get(f"/articles/{identifier}").text


def test_an_articles_outlet_and_date_are_edited_with_a_basis(desk: Desk) -> None:
    identifier = desk.article("What was missed")
    form = desk.fields(desk.editor.get(f"/articles/{identifier}/edit"))
    assert form["outlet"] == "Delta"
    long = desk.editor.post(
        f"/articles/{identifier}/edit", form | {"title": "x" * 501, "reason": "x"}
    )
    assert long.status_code == 400
    form |= {
        "outlet": "The Delta Post",
        "published": "2025-03-02",
        "basis": "stated",
        "reason": "On its front page.",
    }
    assert desk.editor.post(f"/articles/{identifier}/edit", form).status_code == 303
    page = words_of(desk.visitor.get(f"/articles/{identifier}"))
    assert "The Delta Post, published 2 Mar 2025" in page
    assert "outlet The Delta Post instead of Delta" in page
    assert "published 2 Mar 2025 (the date is printed in the text) instead of 1 Mar 2025" in page


def test_reports_are_put_apart_in_one_go_and_joined_again(desk: Desk) -> None:
    whole, cut = desk.id_of("unless the parliament agrees,”"), desk.id_of("river valley,”")
    address = desk.visitor.get(f"/statements/{cut}.json").json()["statement"]["utterance"]
    address = address.rsplit("/", 1)[-1]
    form = desk.fields(desk.editor.get(f"/utterances/{address}/edit"))
    sent = desk.editor.post(
        f"/utterances/{address}/part", form | {"statement": cut, "reason": "On two days."}
    )
    assert sent.status_code == 303, words_of(sent)
    apart = desk.visitor.get(f"/utterances/{cut}", follow_redirects=True).text
    assert whole not in apart
    found = desk.visitor.get("/history.json").json()
    assert len({one["batch"] for one in found["revisions"]}) == 1
    assert "said to be not reports of one utterance" in words_of(desk.visitor.get("/history"))
    form = desk.fields(desk.editor.get(f"/utterances/{cut}/edit", follow_redirects=True))
    joined = desk.editor.post(
        f"/utterances/{cut}/join",
        {**form, "seen": "", "other": f"http://testserver/statements/{whole}", "reason": "One."},
    )
    assert joined.status_code == 303, words_of(joined)
    assert whole in desk.visitor.get(f"/utterances/{cut}", follow_redirects=True).text
    wrong = desk.editor.post(f"/utterances/{cut}/join", {"other": "nothing", "reason": "One."})
    assert "Give the address or the number" in words_of(wrong)


def test_two_editors_at_once_lose_nothing(desk: Desk) -> None:
    other = desk.another("Olga")
    form = desk.fields(desk.editor.get("/actors/bo-lindqvist/edit"))
    theirs = desk.fields(other.get("/actors/bo-lindqvist/edit"))
    assert other.post(
        "/actors/bo-lindqvist/edit", theirs | {"country": "FI", "reason": "A passport."}
    ).status_code == 303  # fmt: skip
    mine = form | {"country": "SE", "reason": "His birth."}
    refused = desk.editor.post("/actors/bo-lindqvist/edit", mine)
    assert refused.status_code == 409
    page = words_of(refused)
    assert "Changed since you opened the form" in page
    assert "country FI instead of none" in page
    assert "A passport." in page
    kept = desk.fields(refused)
    assert kept["country"] == "SE"
    assert desk.editor.post("/actors/bo-lindqvist/edit", kept).status_code == 303
    assert "country SE instead of FI" in words_of(desk.visitor.get("/actors/bo-lindqvist"))


def test_a_program_gets_its_revision_as_data(desk: Desk) -> None:
    address = f"/articles/{desk.article('What was missed')}/add"
    answer = desk.visitor.client.post(address, data=added(desk), headers=desk.program)
    assert answer.status_code == 200, answer.text
    (made,) = answer.json()["revisions"]
    assert (made["action"], made["interface"], made["by"]) == ("add", "api", "editor")
    wrong = desk.visitor.client.post(address, data=added(desk), headers=desk.program)
    assert wrong.status_code == 400
    assert "is there already" in wrong.json()["error"]["message"]


def test_an_issue_is_tried_before_it_is_saved_by_admins_alone(desk: Desk) -> None:
    address = "/issues/foreign-troops-ukraine/edit"
    assert desk.editor.get(address).status_code == 403
    form = desk.fields(desk.admin.get(address))
    assert form["things"] == "troop"
    wide = form | {"place": "", "kinds": "", "reason": "Any troops count."}
    tried = desk.admin.post(address, wide)
    assert tried.status_code == 200
    page = words_of(tried)
    assert "place: − there" in page
    assert "Nothing is saved yet." in page
    assert desk.fields(tried)["reason"] == "Any troops count."
    assert desk.visitor.get("/history.json").json()["count"] == 0
    saved = desk.admin.post(address, wide | {"save": "yes"})
    assert saved.status_code == 303, words_of(saved)
    home = words_of(desk.visitor.get("/"))
    assert "by admin: under “kinds”: took away “foreign”; under “place”: took away “there”" in home
    # Words that stand nowhere: what came on the issue by the definition as it is would go.
    lost = desk.admin.post(address, desk.fields(desk.admin.get(address)) | {"things": "goose"})
    page = words_of(lost)
    assert "0 would come on the issue" in page
    found = re.search(r"(\d+) would go from it", page)
    assert found
    assert int(found[1]) > 0
    assert f'href="/statements/{desk.id_of("river valley,”")}"' in lost.text
    # What a person decided stands, whatever the definition.
    (statement,) = re.findall(
        r'href="/statements/(\w{13})">statement<span class="sr"> by Bo', lost.text
    )
    sent = desk.visitor.client.post(f"/queue/{statement}/accept", headers=desk.program)
    assert sent.status_code == 200, sent.text
    again = desk.admin.post(address, desk.fields(desk.admin.get(address)) | {"things": "goose"})
    assert statement not in again.text
    assert f"{int(found[1]) - 1} would go from it" in words_of(again)
    wrong = desk.admin.post(address, wide | {"things": ""})
    assert wrong.status_code == 400
    assert "at least one word" in words_of(wrong)
