"""Single sign-on, against a provider that really answers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from app.domain.accounts import Role
from tests.web.openid_provider import (
    CLIENT,
    SECRET,
    Provider,
    running_provider,
    signed_with_public_key,
    unsigned,
)
from tests.web.people import Browser, People, copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.config import Settings


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def people(settings: Settings, provider: Provider, tmp_path: Path) -> Iterator[People]:
    chosen = copied(
        settings, tmp_path, oidc_issuer=provider.issuer, oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET), oidc_name="the newsroom's sign-on",
    )  # fmt: skip
    made = People(chosen)
    yield made
    made.close()


@pytest.fixture
def browser(people: People) -> Browser:
    return Browser(people.settings)


def to_provider(browser: Browser, onward: str = "/articles") -> str:
    """The address here that the provider sends the browser back to."""
    left = browser.get("/sign-in/provider", params={"next": onward})
    assert left.status_code == 303, left.text
    answer = httpx.get(left.headers["Location"])
    assert answer.status_code == 303
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}" == "http://testserver"
    return f"{back.path}?{back.query}"


def me(browser: Browser) -> dict[str, Any] | None:
    answer = browser.get("/account.json")
    return answer.json()["user"] if answer.status_code == 200 else None


def test_somebody_comes_in_by_the_provider(browser: Browser, provider: Provider) -> None:
    page = browser.get("/sign-in?next=/compare")
    assert "Sign in by the newsroom&#39;s sign-on" in page.text
    back = to_provider(browser)
    answer = browser.get(back)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/articles")
    found = me(browser)
    assert found is not None
    assert (found["name"], found["role"]) == ("Ann Lee", "reader")
    account = browser.get("/account").text
    assert provider.issuer in account
    assert "The one you have now" not in account  # there is no password to change
    asked = provider.asked[0]
    assert len(asked["state"]) >= 43
    assert len(asked["nonce"]) >= 43


def test_the_same_person_gets_the_same_account_under_any_name(
    browser: Browser, provider: Provider, people: People
) -> None:
    browser.get(to_provider(browser))
    first = me(browser)
    provider.person = {"sub": "42", "name": "Ann Miller"}
    other = Browser(people.settings)
    other.get(to_provider(other))
    assert me(other) == first
    provider.person = {"sub": "43", "preferred_username": "admin"}  # not our admin
    other = Browser(people.settings)
    other.get(to_provider(other))
    found = me(other)
    assert found is not None
    assert (found["name"], found["role"]) == ("admin 2", "reader")


def test_names_may_be_told_apart_from_the_token(browser: Browser, provider: Provider) -> None:
    provider.in_userinfo = True
    browser.get(to_provider(browser))
    assert (me(browser) or {})["name"] == "Ann Lee"


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (["staff", "onrecord-editor"], "editor"),
        ("admin", "admin"),
        (["reader", "admin"], "admin"),
        (["superadmin"], "reader"),
        (None, "reader"),
    ],
)
def test_the_provider_may_decide_the_role(
    people: People, provider: Provider, given: object, role: str
) -> None:
    settings = people.settings.model_copy(update={"oidc_role_claim": "groups"})
    provider.person["groups"] = given
    browser = Browser(settings)
    browser.get(to_provider(browser))
    assert (me(browser) or {})["role"] == role
    provider.person["groups"] = []
    again = Browser(settings)
    again.get(to_provider(again))
    assert (me(again) or {})["role"] == "reader"
    assert (me(browser) or {})["role"] == "reader"


def _later(claims: dict[str, Any]) -> None:
    claims["exp"] = claims["iat"] = int(time.time()) - 3600


LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another nonce": lambda claims: claims.update(nonce="x" * 43),
    "no nonce": lambda claims: claims.pop("nonce"),
    "another issuer": lambda claims: claims.update(iss="https://evil.example"),
    "another audience": lambda claims: claims.update(aud="somebody-else"),
    "several, meant for another": lambda claims: claims.update(aud=[CLIENT, "b"], azp="b"),
    "several, meant for nobody": lambda claims: claims.update(aud=[CLIENT, "b"]),
    "it is over": _later,
    "no end": lambda claims: claims.pop("exp"),
    "nobody": lambda claims: claims.pop("sub"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_in_which_something_is_wrong_is_not_believed(
    browser: Browser, provider: Provider, lie: str
) -> None:
    def lies(claims: dict[str, Any]) -> None:
        LIES[lie](claims)

    provider.lie = lies
    answer = browser.get(to_provider(browser))
    assert answer.status_code == 502
    assert me(browser) is None


@pytest.mark.parametrize("how", ["unsigned", "public key", "another key"])
def test_a_token_that_is_not_signed_by_the_provider_is_not_believed(
    browser: Browser, provider: Provider, how: str
) -> None:
    other = RSAKey.generate_key(2048, {"kid": "1"})
    provider.sign = {
        "unsigned": unsigned,
        "public key": lambda claims: signed_with_public_key(provider, claims),
        "another key": lambda claims: provider.signed(claims, other),
    }[how]
    answer = browser.get(to_provider(browser))
    assert answer.status_code == 502
    assert me(browser) is None


def test_several_audiences_are_fine_where_it_is_meant_for_us(
    browser: Browser, provider: Provider
) -> None:
    def lies(claims: dict[str, Any]) -> None:
        claims.update(aud=[CLIENT, "b"], azp=CLIENT)

    provider.lie = lies
    assert browser.get(to_provider(browser)).status_code == 303
    assert me(browser) is not None


def test_the_way_back_is_for_the_browser_that_left_and_once(
    browser: Browser, people: People
) -> None:
    back = to_provider(browser)
    victim = Browser(people.settings)
    assert victim.get(back).status_code == 403  # no door
    victim.get("/sign-in")
    assert victim.get(back).status_code == 403  # another door
    assert me(victim) is None
    assert browser.get(back).status_code == 303
    browser.post("/sign-out")
    browser.get("/sign-in")
    assert browser.get(back).status_code == 403
    assert me(browser) is None


@pytest.mark.parametrize("changed", ["state", "code", "iss"])
def test_what_is_changed_on_the_way_back_is_refused(browser: Browser, changed: str) -> None:
    parts = urlsplit(to_provider(browser))
    query = {key: value[0] for key, value in parse_qs(parts.query).items()}
    answer = browser.get(parts.path, params={**query, changed: "x" * 43})
    assert answer.status_code in {403, 502}
    assert me(browser) is None


def test_a_code_of_another_way_in_is_useless(browser: Browser, people: People) -> None:
    attacker = Browser(people.settings)
    stolen = parse_qs(urlsplit(to_provider(attacker)).query)["code"][0]
    parts = urlsplit(to_provider(browser))
    query = {key: value[0] for key, value in parse_qs(parts.query).items()}
    answer = browser.get(parts.path, params={**query, "code": stolen})  # PKCE
    assert answer.status_code == 502
    assert me(browser) is None


def test_whom_the_provider_denies_is_told(browser: Browser, provider: Provider) -> None:
    provider.denies = True
    answer = browser.get(to_provider(browser))
    assert answer.status_code == 403
    assert "The provider let nobody in." in answer.text


def test_whoever_is_disabled_here_does_not_come_in_by_the_provider(
    browser: Browser, people: People
) -> None:
    browser.get(to_provider(browser))
    number = (me(browser) or {})["id"]
    admin = Browser(people.settings).come_as(people.session("admin"))
    assert admin.post(f"/users/{number}/disable").status_code == 303
    assert me(browser) is None
    again = Browser(people.settings)
    assert "This account is disabled." in again.get(to_provider(again)).text


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_is_not_what_it_should_be_is_not_asked(
    browser: Browser, provider: Provider, said: dict[str, Any]
) -> None:
    provider.metadata = said
    assert browser.get("/sign-in/provider").status_code == 502


def test_nobody_is_led_off_by_the_provider(browser: Browser) -> None:
    answer = browser.get(to_provider(browser, "//evil.example"))
    assert answer.headers["Location"] == "/"


def test_a_provider_that_is_away_is_told(people: People) -> None:
    settings = people.settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    answer = Browser(settings).get("/sign-in/provider")
    assert answer.status_code == 502
    assert "does not answer" in answer.text
    assert 'name="password"' in answer.text  # the other way in is still there


def test_without_a_provider_there_is_no_such_page(settings: Settings) -> None:
    browser = Browser(settings)
    assert "provider" not in browser.get("/sign-in").text
    assert browser.get("/sign-in/provider").status_code == 404


def test_by_https_the_address_to_come_back_to_is_the_public_one(
    people: People, provider: Provider
) -> None:
    settings = people.settings.model_copy(update={"base_url": "https://onrecord.example"})
    left = Browser(settings, base="https://onrecord.example").get("/sign-in/provider")
    query = parse_qs(urlsplit(left.headers["Location"]).query)
    assert query["redirect_uri"] == ["https://onrecord.example/sign-in/provider/return"]
    assert Role.READER.value not in left.headers["Location"]
