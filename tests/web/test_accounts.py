"""/account and /users: what people and admins do with accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.accounts.limits import PER_ACCOUNT
from app.domain.accounts import Role
from app.views.accounts import browser_name
from tests.web.people import PASSWORD, Browser, People, copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.config import Settings

NEW = "a wholly new password"


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> Iterator[People]:
    made = People(copied(settings, tmp_path))
    yield made
    made.close()


def come(people: People, name: str) -> Browser:
    return Browser(people.settings).come_as(people.session(name))


def change(browser: Browser, *, now: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    sent = {"password": now, "new": new, "again": again}
    return browser.post("/account/password", sent).status_code


def test_another_password_ends_all_other_sessions(people: People) -> None:
    here, there = come(people, "editor"), come(people, "editor")
    token = {"Authorization": f"Bearer {people.token('editor', Role.READER)}"}
    assert change(here) == 303
    assert "all other sessions have ended" in here.get("/account?done=password").text
    assert there.get("/account").status_code == 303
    assert here.get("/account.json", headers=token).status_code == 200  # ended by its own button
    anew = Browser(people.settings)
    assert anew.sign_in("editor").status_code == 403
    assert anew.sign_in("editor", NEW).status_code == 303


@pytest.mark.parametrize(
    ("place", "sent"),
    [
        ("/account/password", {"password": PASSWORD, "new": NEW, "again": NEW}),
        ("/account/sessions/end", {}),
    ],
)
def test_tokens_are_revoked_where_that_is_ticked(
    people: People, place: str, sent: dict[str, str]
) -> None:
    here, there = come(people, "editor"), come(people, "editor")
    assert "for programs too" not in here.get("/account").text
    token = {"Authorization": f"Bearer {people.token('editor', Role.READER)}"}
    foreign = {"Authorization": f"Bearer {people.token('admin', Role.READER)}"}
    assert here.get("/account").text.count("Revoke the token for programs too") == 2
    answer = here.post(place, sent | {"tokens": "yes"})
    assert "all tokens are revoked" in here.get(answer.headers["Location"]).text
    assert there.get("/account").status_code == 303
    program = Browser(people.settings)
    assert program.get("/account.json", headers=token).status_code == 401
    assert program.get("/account.json", headers=foreign).status_code == 200


def test_an_admin_ends_the_tokens_of_another_where_that_is_ticked(people: People) -> None:
    admin, number = come(people, "admin"), people.users["editor"].id
    token = {"Authorization": f"Bearer {people.token('editor', Role.READER)}"}
    program = Browser(people.settings)
    assert admin.post(f"/users/{number}/sessions/end").status_code == 303
    assert program.get("/account.json", headers=token).status_code == 200
    assert admin.post(f"/users/{number}/sessions/end", {"tokens": "yes"}).status_code == 303
    assert program.get("/account.json", headers=token).status_code == 401


@pytest.mark.parametrize(
    ("now", "new", "again", "status"),
    [
        ("wrong", NEW, NEW, 403),
        (PASSWORD, NEW, NEW + "x", 400),
        (PASSWORD, "short", "short", 400),
        (PASSWORD, "I am the editor here", "I am the editor here", 400),
        (PASSWORD, "", "", 400),
    ],
)
def test_a_password_is_not_changed_where_something_is_wrong(
    people: People, now: str, new: str, again: str, status: int
) -> None:
    here, there = come(people, "editor"), come(people, "editor")
    assert change(here, now=now, new=new, again=again) == status
    assert there.get("/account").status_code == 200
    assert Browser(people.settings).sign_in("editor").status_code == 303


def test_whoever_sits_at_an_open_session_cannot_try_passwords(people: People) -> None:
    here = come(people, "editor")
    for _ in range(PER_ACCOUNT):
        assert change(here, now="wrong") == 403
    assert change(here) == 429


def test_sessions_are_ended_one_by_one_and_everywhere(people: People) -> None:
    here, there, elsewhere = (come(people, "editor") for _ in range(3))
    foreign = come(people, "admin")
    page = here.get("/account").text
    ends = re.findall(r'action="(/account/sessions/\d+/end)"', page)
    assert len(ends) == 2  # not this one
    assert page.count("Firefox on Linux") == 3 + len(ends)
    assert foreign.post(ends[0]).status_code == 404  # somebody else's
    assert here.post(ends[0]).status_code == 303
    alive = [there.get("/account").status_code, elsewhere.get("/account").status_code]
    assert sorted(alive) == [200, 303]
    assert here.post("/account/sessions/end").status_code == 303
    assert there.get("/account").status_code == elsewhere.get("/account").status_code == 303
    assert here.get("/account").status_code == foreign.get("/account").status_code == 200


def test_a_token_is_shown_once_and_revoked(people: People) -> None:
    here = come(people, "editor")
    sent = {"name": "my script", "scope": "editor", "days": "90"}
    made = here.post("/account/tokens", sent)
    found = re.search(r'id="fresh">(onr_[\w-]{43})<', made.text)
    assert found is not None
    assert made.headers["Cache-Control"] == "private, no-store"
    page = here.get("/account").text
    assert "my script, may read and edit" in page
    assert found[1] not in page
    token = {"Authorization": f"Bearer {found[1]}"}
    program = Browser(people.settings)
    assert program.get("/account.json", headers=token).json()["user"]["role"] == "editor"
    assert "last used never" not in here.get("/account").text
    (revoke,) = re.findall(r'action="(/account/tokens/\d+/revoke)"', page)
    assert come(people, "admin").post(revoke).status_code == 404  # somebody else's
    assert here.post(revoke).status_code == 303
    assert program.get("/account.json", headers=token).status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        {"scope": "admin"},
        {"scope": "everything"},
        {"days": "3650"},
        {"days": "-1"},
        {"name": ""},
        {"name": "x" * 61},
    ],
)
def test_a_token_beyond_what_one_may_is_not_made(people: People, sent: dict[str, str]) -> None:
    here = come(people, "editor")
    answer = here.post("/account/tokens", {"name": "x", "scope": "reader", "days": "30", **sent})
    assert answer.status_code == 400
    assert "onr_" not in answer.text


def test_an_admin_sees_and_changes_all(people: People) -> None:
    admin, editor = come(people, "admin"), come(people, "editor")
    number = people.users["editor"].id
    listed = admin.get("/users.json").json()
    assert {one["name"]: one["role"] for one in listed["users"]} == {
        "reader": "reader",
        "editor": "editor",
        "admin": "admin",
    }
    assert "argon2" not in admin.get("/users.json").text + admin.get("/users").text
    assert admin.post(f"/users/{number}/role", {"role": "admin"}).status_code == 303
    assert editor.get("/users").status_code == 200
    assert admin.post(f"/users/{number}/sessions/end").status_code == 303
    assert editor.get("/users").status_code == 303
    assert admin.post(f"/users/{number}/disable").status_code == 303
    assert Browser(people.settings).sign_in("editor").status_code == 403
    assert "disabled on" in admin.get("/users").text
    assert admin.post(f"/users/{number}/enable").status_code == 303
    assert Browser(people.settings).sign_in("editor").status_code == 303


def test_the_only_admin_stays_one(people: People) -> None:
    admin = come(people, "admin")
    number = people.users["admin"].id
    for path, sent in (("role", {"role": "reader"}), ("disable", {})):
        answer = admin.post(f"/users/{number}/{path}", sent)
        assert answer.status_code == 409
        assert "admin is the only admin." in answer.text
    assert admin.get("/users").status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "١"])
def test_a_user_who_is_not_there_is_said(people: People, number: str) -> None:
    admin = come(people, "admin")
    assert admin.post(f"/users/{number}/role", {"role": "reader"}).status_code == 404
    assert admin.post(f"/users/{people.users['reader'].id}/role", {"role": "x"}).status_code == 400


def test_a_name_that_looks_like_markup_is_shown_as_it_is(people: People) -> None:
    people.add("<b>Ann</b> & 'co'", Role.ADMIN)
    browser = come(people, "<b>Ann</b> & 'co'")
    for address in ("/", "/account", "/users"):
        page = browser.get(address).text
        assert "<b>Ann" not in page
        assert "&lt;b&gt;Ann&lt;/b&gt;" in page
    answer = browser.get("/sign-in")
    assert answer.status_code == 303
    page = Browser(people.settings).sign_in("<script>", "x").text
    assert "<script>" not in page.split("</head>")[1]


def test_browsers_are_called_by_short_names() -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/126.0 Safari/537 Edg/126.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Mobile Safari/604"
    assert browser_name(firefox) == "Firefox on Linux"
    assert browser_name(edge) == "Edge on Windows"
    assert browser_name(phone) == "Safari on iPhone"
    assert browser_name("curl/8") == "curl/8"
    assert browser_name("") == "a browser that does not say its name"
