"""A real OpenID provider on the loopback interface: discovery, keys, codes, PKCE, signed tokens.

It follows RFC 6749, RFC 7636 and OpenID Connect Core as far as a client can tell, and lies in one
thing at a time where a test asks for it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

CLIENT, SECRET = "onrecord-test", "s3cret of the client"


@dataclass
class Provider:
    """A provider, with who is at its keyboard and in what it lies."""

    issuer: str
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "42", "preferred_username": "Ann Lee"}
    )
    lie: Callable[[dict[str, Any]], None] = lambda _claims: None  # changes the claims
    sign: Callable[[dict[str, Any]], str] | None = None  # instead of its own key
    metadata: dict[str, Any] = field(default_factory=dict)  # instead of what it says of itself
    denies: bool = False
    in_userinfo: bool = False  # it tells names there only
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def app(self) -> Starlette:
        """The pages of the provider."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
                Route("/userinfo", self._userinfo),
            ]
        )

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        """Claims signed with RS256."""
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key or self.key)

    def _discovery(self, _request: Request) -> Response:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return JSONResponse({**said, **self.metadata})

    def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        found = {"error": "access_denied"} if self.denies else {"code": code, "iss": self.issuer}
        answer = urlencode({**found, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}", 303)

    async def _token(self, request: Request) -> Response:
        sent = {key: str(value) for key, value in (await request.form()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(sent.get("code", ""), None)
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or request.headers.get("Authorization") != f"Basic {basic}"
            or sent["grant_type"] != "authorization_code"
            or sent["redirect_uri"] != asked["redirect_uri"]
            or base64.urlsafe_b64encode(challenge).decode().rstrip("=") != asked["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        told = {"sub": self.person["sub"]} if self.in_userinfo else dict(self.person)
        claims = {
            **told, "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"],
        }  # fmt: skip
        self.lie(claims)
        token = (self.sign or self.signed)(claims)
        return JSONResponse({"access_token": "access", "token_type": "Bearer", "id_token": token})

    def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False, use="sig", alg="RS256")]})

    def _userinfo(self, request: Request) -> Response:
        if request.headers.get("Authorization") != "Bearer access":
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse(self.person)


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says that it needs no signature."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def signed_with_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    """A token that is signed with HS256, and the provider's public key as the secret."""
    head = f"{_part({'alg': 'HS256', 'kid': '1'})}.{_part(claims)}"
    signature = hmac.digest(provider.key.as_pem(private=False), head.encode(), "sha256")
    return f"{head}.{_base64(signature)}"


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    provider = Provider(f"http://127.0.0.1:{listener.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
