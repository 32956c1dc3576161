"""Single sign-on by OpenID Connect: the code flow with PKCE, by Authlib; tokens checked by joserfc.

What the provider says of itself and its keys is asked anew each time, so a key that it has changed
is no trouble; people sign in seldom.
"""

from __future__ import annotations

import hmac
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from app.accounts.tokens import new_secret
from app.domain.accounts import Role
from app.errors import OnRecordError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.config import Settings

_SIGNED = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")  # never a shared secret
_LEEWAY = 60  # seconds by which two clocks may differ
_PATIENCE = 10.0  # seconds
_SCOPE = "openid profile"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ProviderError(OnRecordError):
    """The OpenID provider cannot be reached, or what it says cannot be believed."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where a browser is sent, and what must be known when it comes back."""

    address: str
    state: str
    verifier: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says that somebody is."""

    issuer: str
    subject: str
    name: str
    role: Role | None  # None: nothing is said of it


def leaving(settings: Settings, back: str) -> Leaving:
    """Where to send a browser that is to come back to ``back``. Raises ProviderError."""
    said = _metadata(settings)
    with _client(settings, back) as client:
        verifier, nonce = new_secret(), new_secret()
        address, state = client.create_authorization_url(
            said["authorization_endpoint"],
            state=new_secret(),
            code_verifier=verifier,
            nonce=nonce,
        )
    return Leaving(address, state, verifier, nonce)


def identity(
    settings: Settings, back: str, code: str, verifier: str, nonce: str, *, issuer: str | None
) -> Identity:
    """Who has come back with that code; ``issuer`` as the address said it (RFC 9207), if it did.

    Raises ProviderError when any part of what the provider says does not hold.
    """
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - an extra

    said = _metadata(settings)
    if issuer is not None and issuer != said["issuer"]:
        raise ProviderError("The answer came from another provider than was asked.")
    try:
        with _client(settings, back) as client:
            token = client.fetch_token(said["token_endpoint"], code=code, code_verifier=verifier)
            keys = httpx.get(said["jwks_uri"], timeout=_PATIENCE).raise_for_status()
            claims = _checked(
                str(token.get("id_token", "")), keys.json(), said["issuer"], settings, nonce
            )
            names = dict(claims)
            if not any(_names(claims)) and "userinfo_endpoint" in said:
                more = client.get(said["userinfo_endpoint"]).raise_for_status().json()
                if isinstance(more, dict) and more.get("sub") == claims["sub"]:
                    names = {**more, **claims}
    except (AuthlibBaseError, httpx.HTTPError, ValueError) as error:
        raise ProviderError("The provider did not say who you are.") from error
    name = next((given for given in _names(names) if given), "user")
    return Identity(said["issuer"], str(claims["sub"]), name, _role(names, settings))


def _checked(
    token: str,
    keys: Any,  # noqa: ANN401 - JSON
    issuer: str,
    settings: Settings,
    nonce: str,
) -> dict[str, Any]:
    """The claims of an ID token, once its signature, times and addressees hold."""
    from joserfc import jwt  # noqa: PLC0415 - an extra
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_SIGNED).claims
        jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": settings.oidc_client_id or ""},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True},
        ).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderError("What the provider says is not signed as it should be.") from error
    audience = claims["aud"]
    others = isinstance(audience, list) and len(audience) > 1
    if (others or "azp" in claims) and claims.get("azp") != settings.oidc_client_id:
        raise ProviderError("What the provider says is meant for somebody else.")
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise ProviderError("What the provider says belongs to another sign-in.")
    return dict(claims)


def _metadata(settings: Settings) -> Mapping[str, str]:
    """What the provider says of itself, all of it at addresses that nobody between can read."""
    issuer = settings.oidc_issuer
    if not issuer or not settings.oidc_client_id:
        raise SetupError("Single sign-on needs ONRECORD_OIDC_ISSUER and ONRECORD_OIDC_CLIENT_ID.")
    _safe(issuer)
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        said = httpx.get(address, timeout=_PATIENCE).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderError("The provider for single sign-on does not answer.") from error
    if not isinstance(said, dict) or said.get("issuer") != issuer:
        raise ProviderError("The provider for single sign-on calls itself by another address.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        if name in said or name != "userinfo_endpoint":
            _safe(str(said.get(name, "")))
    return {key: value for key, value in said.items() if isinstance(value, str)}


def _safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ProviderError("The provider for single sign-on has to be reached by https.")


def _client(settings: Settings, back: str) -> Any:  # noqa: ANN401 - Authlib's client has no types
    try:
        with warnings.catch_warnings():
            # Authlib prefers httpx2, which nothing else here needs. Imported, it adds a filter of
            # its own, behind which this one has to come.
            import authlib.deprecate  # noqa: F401, PLC0415 - an extra

            warnings.filterwarnings("ignore", message=".*httpx2.*")
            from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415
    except ImportError as error:
        raise SetupError(
            "Single sign-on needs the extra 'oidc': pip install 'onrecord[oidc]'."
        ) from error
    secret = settings.oidc_client_secret
    return OAuth2Client(
        settings.oidc_client_id,
        secret.get_secret_value() if secret else None,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=_PATIENCE,
    )


def _names(claims: Mapping[str, Any]) -> Iterator[str]:
    """What somebody may be called, the best first."""
    for key in ("preferred_username", "name", "email"):
        value = claims.get(key)
        if isinstance(value, str):
            yield "".join(sign for sign in value if sign.isprintable()).strip()[:50]


def _role(claims: Mapping[str, Any], settings: Settings) -> Role | None:
    """The highest role that the claim names; a reader where it names none."""
    if settings.oidc_role_claim is None:
        return None
    given = claims.get(settings.oidc_role_claim)
    named = {str(one) for one in (given if isinstance(given, list) else [given])}
    held = [role for role in Role if role.value in named or f"onrecord-{role.value}" in named]
    return held[-1] if held else Role.READER
