"""Every route against everybody who may come: nobody, users of each role, tokens of each scope."""

# ruff: noqa: ANN401 - what the client takes is passed on

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from app.domain.accounts import Role
from app.main import create_app
from tests.web.people import Browser, People
from tests.web.routes import TABLE, Least

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from app.config import Settings
    from tests.databases import Databases

# By what somebody comes, and the role that they then have.
VISITORS: dict[str, tuple[str, Role | None]] = {
    "nobody": ("", None),
    "reader": ("reader", Role.READER),
    "editor": ("editor", Role.EDITOR),
    "admin": ("admin", Role.ADMIN),
    "read token of an admin": ("admin", Role.READER),
    "edit token of an admin": ("admin", Role.EDITOR),
    "admin token of an admin": ("admin", Role.ADMIN),
    "admin token of a reader": ("reader", Role.READER),
    "edit token of an editor": ("editor", Role.EDITOR),
}
SCOPES = {"read": Role.READER, "edit": Role.EDITOR, "admin": Role.ADMIN}
NEEDED = {
    Least.READER: Role.READER,
    Least.PERSON: Role.READER,
    Least.EDITOR: Role.EDITOR,
    Least.ADMIN: Role.ADMIN,
}


def routes_of(routes: list[Any]) -> Iterator[tuple[str, str]]:
    """Method and path of every route, also of those that are included."""
    for route in routes:
        if hasattr(route, "methods"):
            for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
                yield method, route.path
        elif hasattr(route, "original_router"):
            yield from routes_of(route.original_router.routes)
        else:
            assert route.path == "/static", f"A mount that this test cannot look into: {route}"


@pytest.fixture(scope="module")
def people(settings: Settings, databases: Databases) -> Iterator[People]:
    url = databases.copy(settings.database_url)
    made = People(settings.model_copy(update={"database_url": url}))
    yield made
    made.close()


@pytest.fixture(scope="module")
def browser(people: People) -> Browser:
    return Browser(people.settings, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def closed(people: People) -> Browser:
    """The same where one has to sign in to read."""
    settings = people.settings.model_copy(update={"sign_in_to_read": True})
    return Browser(settings, raise_server_exceptions=False)


def test_every_route_stands_in_the_table(settings: Settings) -> None:
    found = set(routes_of(create_app(settings).routes))
    missing = sorted(found - set(TABLE))
    assert not missing, "Say in tests/web/routes.py who may use these (method, path): " + "; ".join(
        f"{method} {path}" for method, path in missing
    )


def ask(
    browser: Browser, people: People, visitor: str, method: str, path: str, **more: Any
) -> httpx.Response:
    """The answer to a visitor who comes by a session or a token of their own."""
    name, _ = VISITORS[visitor]
    filled = re.sub(r"\{[^}]*\}", "999999", path)
    browser.client.cookies.clear()
    headers = {}
    if "token" in visitor:
        token = people.token(name, SCOPES[visitor.split(maxsplit=1)[0]])
        headers["Authorization"] = f"Bearer {token}"
    elif name:
        browser.come_as(people.session(name))
    if method == "GET":
        return browser.get(filled, headers=headers, **more)
    return browser.post(filled, headers=headers, **more)


def sends_to_sign_in(answer: httpx.Response) -> bool:
    return answer.status_code == 401 or (
        answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?")
    )


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_may_what_the_table_says_and_no_more(
    browser: Browser, people: People, visitor: str
) -> None:
    _, role = VISITORS[visitor]
    existing = set(routes_of(browser.client.app.routes))  # type: ignore[attr-defined]
    wrong = [
        f"{method} {path} is for {least.value}: {problem}"
        for (method, path), least in TABLE.items()
        if (method, path) in existing
        and (problem := wrong_with(ask(browser, people, visitor, method, path), path, least, role))
    ]
    assert not wrong, f"{visitor}:\n" + "\n".join(wrong)


def wrong_with(answer: httpx.Response, path: str, least: Least, role: Role | None) -> str | None:
    """What is wrong with an answer to somebody of that role, or None."""
    status, way = answer.status_code, answer.request.headers.get("Authorization")
    led = sends_to_sign_in(answer)
    if status == 405 or (status >= 500 and path != "/sign-in/provider"):
        return f"answered {status}"
    if least is Least.DOOR and path == "/sign-in":
        return "led away" if led else None  # its form is given out at the door
    if least in {Least.ANYBODY, Least.DOOR}:
        return f"refused by {status}" if led or status == 403 else None
    if role is None:
        return None if led else f"let in, {status}"
    if not role.includes(NEEDED[least]) or (least is Least.PERSON and way):
        return None if status == 403 else f"let in, {status}"
    # The password that is asked for was not given.
    refused = led or (status == 403 and path != "/account/password")
    return f"refused by {status}" if refused else None


def test_nothing_but_the_door_is_open_where_one_has_to_sign_in(
    closed: Browser, people: People
) -> None:
    existing = set(routes_of(closed.client.app.routes))  # type: ignore[attr-defined]
    for (method, path), least in TABLE.items():
        if (method, path) in existing:
            answer = ask(closed, people, "nobody", method, path)
            assert sends_to_sign_in(answer) == (least is not Least.DOOR), f"{method} {path}"
    assert sends_to_sign_in(closed.get("/no-such-page"))
    assert closed.get("/static/base.css").status_code == 200
    assert ask(closed, people, "reader", "GET", "/compare").status_code == 200
    assert ask(closed, people, "read token of an admin", "GET", "/index.json").status_code == 200


@pytest.mark.parametrize("visitor", ["reader", "editor", "admin"])
def test_no_form_is_taken_without_the_token_of_its_session(
    browser: Browser, people: People, visitor: str
) -> None:
    existing = set(routes_of(browser.client.app.routes))  # type: ignore[attr-defined]
    role = VISITORS[visitor][1]
    assert role is not None
    for (method, path), least in TABLE.items():
        if method != "POST" or (method, path) not in existing or least is Least.ANYBODY:
            continue
        needed = NEEDED.get(least)
        if needed is not None and role.includes(needed):
            answer = ask(browser, people, visitor, method, path, data={"csrf_token": "wrong"})
            assert answer.status_code == 403, f"{path}: {answer.status_code}"
            assert "made before you signed in" in answer.text, path


def test_a_token_of_a_program_needs_no_form_token(browser: Browser, people: People) -> None:
    answer = ask(browser, people, "admin token of an admin", "POST", "/users/{number}/enable")
    assert answer.status_code == 404
