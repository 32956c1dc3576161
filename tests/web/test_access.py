"""Coming in and what keeps others out: cookies, tokens, forms, caches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from starlette.requests import Request

from app.accounts import passwords
from app.accounts.limits import PER_ACCOUNT, PER_ADDRESS
from app.accounts.tokens import form_token, new_program_token, new_secret
from app.db import store
from app.db.session import open_engine, sessions
from app.domain.accounts import Interface, Role
from app.web.access import by, own_path
from tests.web.people import COOKIE, PASSWORD, Browser, People, copied, form_field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from app.config import Settings

HOUR = timedelta(hours=1)


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> Iterator[People]:
    made = People(copied(settings, tmp_path))
    yield made
    made.close()


@pytest.fixture
def browser(people: People) -> Browser:
    return Browser(people.settings)


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


# Signing in and out


def test_somebody_signs_in_is_named_and_signs_out(browser: Browser, people: People) -> None:
    assert browser.get("/account").headers["Location"] == "/sign-in?next=%2Faccount"
    assert browser.get("/compare?actor=x").status_code == 404  # nothing asks to sign in to read
    answer = browser.sign_in("editor", onward="/articles?outlet=the-gazette")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/articles?outlet=the-gazette"
    page = browser.get("/")
    assert ">editor</a>" in page.text
    assert "Sign out" in page.text
    assert browser.get("/sign-in?next=/actors").headers["Location"] == "/actors"
    kept = browser.secret
    assert kept is not None
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert browser.secret is None
    assert people.sessions_of("editor") == 0
    browser.come_as(kept)  # replayed
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("name", "password"),
    [("editor", "wrong"), ("editor", ""), ("nobody", PASSWORD), ("", ""), ("editor", "x" * 5000),
     ("editor\x00", PASSWORD), ("no-password", "nobody's")],
)  # fmt: skip
def test_a_wrong_name_or_password_is_told_alike(
    browser: Browser, people: People, name: str, password: str
) -> None:
    with sessions(people.engine, write=True) as session:
        store.accounts.add_user(session, "no-password", Role.ADMIN, datetime.now(UTC))
    answer = browser.sign_in(name, password)
    assert answer.status_code == 403
    assert "No account that is in use has that name and password." in answer.text
    assert browser.secret is None


def test_as_much_is_computed_where_nobody_has_the_name(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    real = passwords.is_right

    def noted(given: str, stored: str | None) -> bool:
        asked.append(stored)
        return real(given, stored)

    monkeypatch.setattr(passwords, "is_right", noted)
    browser.sign_in("nobody at all", PASSWORD)
    assert asked == [None]  # a hash is verified too; app/accounts/passwords.py takes its own


def test_whoever_is_disabled_is_out_at_once_and_cannot_come_in(
    browser: Browser, people: People
) -> None:
    browser.come_as(people.session("editor"))
    token = people.token("editor", Role.EDITOR)
    assert is_in(browser)
    with sessions(people.engine, write=True) as session:
        store.accounts.disable(session, people.users["editor"].id, datetime.now(UTC))
    assert not is_in(browser)
    answer = browser.get("/account.json", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert browser.sign_in("editor").status_code == 403


def test_another_role_counts_from_the_next_page_on(browser: Browser, people: People) -> None:
    browser.come_as(people.session("editor"))
    assert browser.get("/users").status_code == 403
    with sessions(people.engine, write=True) as session:
        store.accounts.set_role(session, people.users["editor"].id, Role.ADMIN)
    assert browser.get("/users").status_code == 200


# Attempts


def test_too_many_attempts_at_one_account_are_refused_even_with_the_password(
    browser: Browser,
) -> None:
    for _ in range(PER_ACCOUNT):
        assert browser.sign_in("editor", "wrong").status_code == 403
    answer = browser.sign_in(" EDITOR ")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 901
    assert "Too many attempts. Try again in 15 minutes." in answer.text
    assert browser.sign_in("admin").status_code == 303  # others are not kept out


def test_one_address_cannot_try_many_names(browser: Browser, people: People) -> None:
    now = datetime.now(UTC)
    with sessions(people.engine, write=True) as session:
        for number in range(PER_ADDRESS):
            store.accounts.begin_attempt(session, f"name {number}", "unknown", now)
    assert browser.sign_in("editor").status_code == 429


def test_coming_in_forgives_what_one_mistyped(browser: Browser, people: People) -> None:
    for _ in range(PER_ACCOUNT - 1):
        browser.sign_in("editor", "wrong")
    assert browser.sign_in("editor").status_code == 303
    browser.post("/sign-out")
    assert browser.sign_in("editor", "wrong").status_code == 403


def test_attempts_are_shared_by_all_processes(browser: Browser, people: People) -> None:
    for _ in range(PER_ACCOUNT):
        browser.sign_in("editor", "wrong")
    assert Browser(people.settings).sign_in("editor").status_code == 429


# Cookies


def test_the_cookie_is_of_this_host_and_of_no_script(browser: Browser) -> None:
    cookies = browser.sign_in("editor").headers.get_list("set-cookie")
    (given,) = [one for one in cookies if one.startswith(f"{COOKIE}=")]
    parts = {part.strip().lower() for part in given.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", "max-age=2592000"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_by_https_the_cookie_is_secure_and_cannot_be_set_by_a_neighbour(people: People) -> None:
    browser = Browser(people.settings, base="https://testserver")
    cookies = browser.sign_in("editor").headers.get_list("set-cookie")
    (given,) = [one for one in cookies if one.startswith(f"__Host-{COOKIE}=")]
    assert "; secure" in given.lower()
    assert is_in(browser)
    secret = browser.secret
    assert secret is not None
    browser.client.cookies.clear()
    browser.client.cookies.set(COOKIE, secret)  # the plain name, as a neighbour could set it
    assert not is_in(browser)


def test_behind_a_proxy_that_ends_tls_the_cookie_is_secure_too(people: People) -> None:
    settings = people.settings.model_copy(update={"base_url": "https://onrecord.example"})
    page = Browser(settings).get("/sign-in")
    assert "; secure" in page.headers["set-cookie"].lower()


@pytest.mark.parametrize("value", ["", "x", "x" * 43, "é" * 43, "a" * 5000, "onr_" + "x" * 43])
def test_a_forged_cookie_lets_nobody_in(browser: Browser, value: str) -> None:
    cookie = f"{COOKIE}={value}".encode()
    answer = browser.get("/account", headers=[(b"cookie", cookie)])
    assert answer.status_code == 303
    assert browser.get("/", headers=[(b"cookie", cookie)]).status_code == 200


def test_a_token_is_no_cookie_and_a_cookie_no_token(browser: Browser, people: People) -> None:
    token, secret = people.token("admin", Role.ADMIN), people.session("admin")
    browser.come_as(token)
    assert not is_in(browser)
    browser.client.cookies.clear()
    answer = browser.get("/account.json", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_a_session_of_another_installation_is_worth_nothing(
    settings: Settings, people: People, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = People(copied(settings, tmp_path / "other"))
    browser = Browser(people.settings).come_as(other.session("admin"))
    token = other.token("admin", Role.ADMIN)
    other.close()
    assert not is_in(browser)
    answer = browser.get("/account.json", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize(("before", "holds"), [(71, True), (73, False)])
def test_a_session_that_is_not_used_ends(
    browser: Browser, people: People, before: int, *, holds: bool
) -> None:
    browser.come_as(people.session("editor", began=datetime.now(UTC) - before * HOUR))
    assert is_in(browser) == holds


def test_a_session_in_use_lives_on_and_ends_all_the_same(people: People, browser: Browser) -> None:
    began = datetime.now(UTC) - 719 * HOUR
    browser.come_as(people.session("editor", began=began))
    assert not is_in(browser)
    secret = people.session("editor", began=began)
    with sessions(people.engine, write=True) as session:
        for number in range(1, 100):
            store.accounts.note_session(session, number, datetime.now(UTC) - HOUR)
    assert is_in(browser.come_as(secret))
    settings = people.settings.model_copy(update={"session_hours": 718.0})
    assert not is_in(Browser(settings).come_as(secret))


# Fixation


def test_a_session_that_the_browser_brought_is_not_taken_over(
    browser: Browser, people: People
) -> None:
    planted = people.session("reader")
    browser.come_as(planted)
    page = browser.get("/account")
    assert ">reader</a>" in page.text
    unknown = new_secret()
    browser.come_as(unknown)
    assert browser.sign_in("admin").status_code == 303
    assert unknown != browser.secret
    assert not is_in(Browser(people.settings).come_as(unknown))


def test_signing_in_again_ends_the_session_before_it(browser: Browser, people: People) -> None:
    door = form_field(browser.get("/sign-in"))
    assert browser.sign_in("reader").status_code == 303
    first = browser.secret
    assert first is not None
    # A second tab that had the form open all the while: its door has closed.
    late = {"csrf_token": door, "name": "admin", "password": PASSWORD}
    assert browser.client.post("/sign-in", data=late).status_code == 403
    door = new_secret()
    browser.client.cookies.set(f"{COOKIE}-door", door)
    sent = {"csrf_token": form_token(door), "name": "admin", "password": PASSWORD}
    assert browser.client.post("/sign-in", data=sent).status_code == 303
    assert not is_in(Browser(people.settings).come_as(first))


def test_nobody_can_be_signed_in_by_another_site(browser: Browser) -> None:
    page = browser.get("/sign-in")
    sent = {"csrf_token": form_field(page), "name": "editor", "password": PASSWORD}
    browser.client.cookies.clear()  # the victim has a door of their own, or none
    assert browser.client.post("/sign-in", data=sent).status_code == 403
    browser.get("/sign-in")
    assert browser.client.post("/sign-in", data=sent).status_code == 403
    own = {**sent, "csrf_token": form_field(browser.get("/sign-in"))}
    foreign = {"Origin": "https://evil.example"}
    assert browser.client.post("/sign-in", data=own, headers=foreign).status_code == 403
    assert browser.client.post("/sign-in", data=own).status_code == 303


# Forms


def tokens_to_make(browser: Browser, **more: object) -> httpx.Response:
    sent = {"name": "script", "scope": "reader", "days": "30"}
    answer: httpx.Response = browser.post("/account/tokens", sent, **more)
    return answer


@pytest.mark.parametrize("given", [None, "", "wrong", "A" * 88])
def test_a_form_without_its_token_changes_nothing(
    browser: Browser, people: People, given: str | None
) -> None:
    browser.come_as(people.session("editor"))
    sent = {"name": "script", "scope": "reader", "days": "30"}
    if given is not None:
        sent["csrf_token"] = given
    assert browser.client.post("/account/tokens", data=sent).status_code == 403
    assert "script, may" not in browser.get("/account").text
    assert tokens_to_make(browser).status_code == 200


def test_a_form_of_another_session_changes_nothing(browser: Browser, people: People) -> None:
    mine, other = people.session("editor"), people.session("editor")
    browser.come_as(mine)
    foreign = form_token(other)
    assert browser.post("/sign-out", {"csrf_token": foreign}).status_code == 403
    assert is_in(browser)
    upload = {"csrf_token": (None, form_token(mine))}  # multipart is read too
    assert browser.client.post("/sign-out", files=upload).status_code == 303


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://testserver"}, True),  # a proxy ended TLS
        ({"Origin": "http://testserver:8080"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),  # /reports/… tells no address
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://[x"}, False),
        ({"Origin": "file://testserver"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({}, True),  # no browser, or an old one: the token decides
    ],
)
def test_what_another_sites_page_sends_is_refused(
    browser: Browser, people: People, headers: dict[str, str], *, taken: bool
) -> None:
    browser.come_as(people.session("editor"))
    answer = tokens_to_make(browser, headers=headers)
    assert answer.status_code == (200 if taken else 403)


def test_a_secure_site_takes_no_form_of_a_plain_page(people: People) -> None:
    browser = Browser(people.settings, base="https://testserver")
    assert browser.sign_in("editor").status_code == 303
    assert tokens_to_make(browser, headers={"Origin": "http://testserver"}).status_code == 403
    assert tokens_to_make(browser, headers={"Origin": "https://testserver"}).status_code == 200


def test_the_form_token_may_come_in_a_header(browser: Browser, people: People) -> None:
    secret = people.session("editor")
    browser.come_as(secret)
    headers = {"X-CSRF-Token": form_token(secret)}
    assert browser.client.post("/sign-out", headers=headers).status_code == 303


def test_a_form_without_end_is_not_read_to_its_end(browser: Browser, people: People) -> None:
    browser.come_as(people.session("editor"))
    assert browser.post("/sign-out", {"x": "y" * 1_000_001}).status_code == 413
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(64):
            sent += 65_536
            yield b"x" * 65_536

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.client.post("/sign-out", content=endless(), headers=headers)
    assert answer.status_code in {400, 413}
    assert is_in(browser)


def test_each_page_has_a_form_token_that_its_session_takes(
    browser: Browser, people: People
) -> None:
    browser.come_as(people.session("editor"))
    for address in ("/", "/compare", "/articles", "/no-such-page"):
        given = form_field(browser.get(address))
        answer = browser.client.post("/account/tokens", data={"csrf_token": given})
        assert answer.status_code == 400, address  # read, and found incomplete


# Tokens of programs


def test_a_token_comes_in_with_the_lesser_of_two_roles(browser: Browser, people: People) -> None:
    for name, scope, role in (
        ("admin", Role.READER, "reader"),
        ("reader", Role.ADMIN, "reader"),
        ("admin", Role.ADMIN, "admin"),
    ):
        headers = {"Authorization": f"bearer {people.token(name, scope)}"}
        found = browser.get("/account.json", headers=headers).json()["user"]
        assert (found["name"], found["role"]) == (name, role)


def test_a_token_that_is_worth_nothing_is_refused_everywhere(
    browser: Browser, people: People
) -> None:
    expired = people.token("admin", Role.ADMIN, lasts=timedelta(seconds=-1))
    flipped = people.token("admin", Role.ADMIN)[:-1] + "!"
    for token in (expired, flipped, new_program_token(), "", "x", "é", "a b"):
        headers = [(b"authorization", f"Bearer {token}".encode())]
        for address in ("/users.json", "/", "/index.json"):
            answer = browser.get(address, headers=headers)
            assert answer.status_code == 401, (token, address)
            assert answer.json()["error"]["status"] == 401
            assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_what_a_proxy_asks_for_is_no_token_of_ours(browser: Browser) -> None:
    answer = browser.get("/", headers={"Authorization": "Basic dXNlcjpwYXNz"})
    assert answer.status_code == 200


def test_a_program_learns_in_json_what_it_may_not(browser: Browser, people: People) -> None:
    refused = browser.get("/users.json")
    assert (refused.status_code, refused.json()["error"]["status"]) == (401, 401)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    headers = {"Authorization": f"Bearer {people.token('editor', Role.EDITOR)}"}
    refused = browser.get("/users", headers=headers)
    assert (refused.status_code, refused.json()["error"]["status"]) == (403, 403)
    refused = browser.get("/account", headers={"Accept": "application/json"})
    assert refused.status_code == 401


def test_htmx_is_led_away_as_a_whole(browser: Browser) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/articles?outlet=x"}
    answer = browser.get("/users", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=%2Farticles%3Foutlet%3Dx"


def test_a_sent_form_leads_back_to_its_page(browser: Browser) -> None:
    answer = browser.post("/users/1/enable", headers={"Referer": "http://testserver/users"})
    assert answer.headers["Location"] == "/sign-in?next=%2Fusers"
    for foreign in ("http://evil.example/users", "http://[x", "x"):
        answer = browser.post("/users/1/enable", headers={"Referer": foreign})
        assert answer.headers["Location"] == "/sign-in?next=%2F"


def test_who_decides_and_by_which_way(people: People) -> None:
    app = Browser(people.settings).client.app

    def request(*headers: tuple[bytes, bytes]) -> Request:
        return Request(
            {"type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "http",
             "server": ("testserver", 80), "headers": list(headers), "app": app}
        )  # fmt: skip

    cookie = f"{COOKIE}={people.session('editor')}".encode()
    bearer = f"Bearer {people.token('editor', Role.EDITOR)}".encode()
    in_person, program = by(request((b"cookie", cookie))), by(request((b"authorization", bearer)))
    assert (in_person.interface, program.interface) == (Interface.WEB, Interface.API)
    assert in_person.decided_by == program.decided_by == "editor editor"
    assert in_person.user == people.users["editor"].id


# Where one is led


@pytest.mark.parametrize(
    "given",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "evil",
     "javascript:alert(1)", "/\t/evil.example", "/%0d%0a\r\nSet-Cookie: x", "", None, "///x",
     "/ /evil.example", "/" + "x" * 6000, "/sign-in", "/sign-in/?next=/sign-in"],
)  # fmt: skip
def test_nobody_is_led_off_this_site(given: str | None) -> None:
    assert own_path(given) == "/"


@drawn(st.text(alphabet="/\\:@?#.%[]ae\t\n\r \u2028\u3002\uff0f", max_size=12))
def test_whatever_is_given_leads_to_this_site(given_path: str) -> None:
    found = urlsplit(urljoin("https://onrecord.example/sign-in", own_path(given_path)))
    assert (found.scheme, found.netloc) == ("https", "onrecord.example")


@pytest.mark.parametrize("given", ["/", "/compare?actor=a&actor=b", "/actors/x?y=//z#top", "/é"])
def test_a_page_of_this_site_is_led_back_to(given: str) -> None:
    assert own_path(given) == given


# Caches


def test_what_differs_by_user_is_kept_by_nobody(browser: Browser, people: People) -> None:
    anonymous = browser.get("/")
    tag = anonymous.headers["ETag"]
    browser.come_as(people.session("editor"))
    for address in ("/", "/compare", "/index.json", "/articles.csv", "/account", "/no-page"):
        for known in ("*", tag, browser.get(address).headers.get("ETag", "x")):
            answer = browser.get(address, headers={"If-None-Match": known})
            assert answer.status_code in {200, 404}
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer.headers
            assert "Cookie" in answer.headers["Vary"]
            assert answer.content


def test_a_cookie_that_no_longer_holds_gets_nothing_that_is_kept(browser: Browser) -> None:
    browser.come_as(new_secret())
    answer = browser.get("/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_door_is_kept_by_nobody(browser: Browser) -> None:
    assert browser.get("/sign-in").headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in browser.get("/sign-in").headers


def test_readers_without_account_get_pages_as_before(settings: Settings, people: People) -> None:
    without, among = Browser(settings), Browser(people.settings)
    page = without.get("/articles")
    assert "Sign in" not in page.text
    assert "csrf" not in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-cache"
    assert "Cookie" not in page.headers["Vary"]
    again = without.get("/articles", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304

    page = among.get("/articles")
    assert '<a href="/sign-in">Sign in</a>' in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in page.headers["Vary"]
    again = among.get("/articles", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    assert "Cookie" in again.headers["Vary"]


def test_readers_without_account_cost_the_database_nothing_more(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(people.settings)
    browser.get("/articles")
    site = browser.client.app.state.site  # type: ignore[attr-defined]

    def fail(*_: object) -> None:
        raise AssertionError("It was asked who this is.")

    monkeypatch.setattr("app.web.access._recognised", fail)
    monkeypatch.setattr("app.web.site.any_account", fail)
    assert site.has_accounts()
    assert browser.get("/articles").status_code == 200


def test_an_account_made_meanwhile_is_noticed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("app.web.site.monotonic", lambda: clock[0])
    chosen = copied(settings, tmp_path)
    browser = Browser(chosen)
    assert "Sign in" not in browser.get("/").text
    engine = open_engine(chosen.database_url)
    with sessions(engine, write=True) as session:
        store.accounts.add_user(session, "Ann", Role.READER, datetime.now(UTC))
    engine.dispose()
    assert "Sign in" not in browser.get("/").text
    clock[0] += 6
    assert "Sign in" in browser.get("/").text


def test_a_database_that_cannot_be_written_lets_people_read_on(
    people: People, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.errors import SetupError  # noqa: PLC0415

    def full(*_: object) -> None:
        raise SetupError("disk is full")

    monkeypatch.setattr(store.accounts, "note_session", full)
    browser.come_as(people.session("editor", began=datetime.now(UTC) - HOUR))
    assert is_in(browser)
