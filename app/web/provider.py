"""/sign-in/provider: to the OpenID provider, and back from it."""

import logging
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts.tokens import new_secret
from app.db import store
from app.db.session import sessions
from app.db.store.accounts import Flow
from app.errors import NotFoundError
from app.web import coming_in, openid
from app.web.access import keep_private, own_path, signed_in
from app.web.sign_in import show
from app.web.site import Site

router = APIRouter()

_LASTS = timedelta(minutes=10)
_BACK = "/sign-in/provider/return"
_log = logging.getLogger(__name__)


@router.get("/sign-in/provider")
def leave(request: Request) -> Response:
    """Send the browser to the provider."""
    site = _site(request)
    onward = own_path(request.query_params.get("next"))
    if signed_in(request) is not None:
        return RedirectResponse(onward, 303)
    try:
        leaving = openid.leaving(site.settings, site.origin(request) + _BACK)
    except openid.ProviderError as error:
        return _failed(request, error)
    browser = coming_in.door(request) or new_secret()
    flow = Flow(leaving.verifier, leaving.nonce, onward)
    with sessions(site.engine(), write=True) as session:
        store.accounts.begin_flow(
            session, leaving.state, browser, flow, now=datetime.now(UTC), lasts=_LASTS
        )
    response = RedirectResponse(leaving.address, 303)
    coming_in.set_door(request, response, browser)
    keep_private(response)
    return response


@router.get(_BACK)
def come_back(request: Request) -> Response:
    """Sign in whom the provider sent back, if it is this browser that was sent, once."""
    site, query, now = _site(request), request.query_params, datetime.now(UTC)
    with sessions(site.engine(), write=True) as session:
        flow = store.accounts.take_flow(
            session, query.get("state", ""), coming_in.door(request), now, _LASTS
        )
    if flow is None:
        return show(request, "/", problem="That way in was too old. Try again.", status=403)
    if "code" not in query:
        return show(request, flow.next, problem="The provider let nobody in.", status=403)
    try:
        found = openid.identity(
            site.settings, site.origin(request) + _BACK, query["code"], flow.verifier, flow.nonce,
            issuer=query.get("iss"),
        )  # fmt: skip
    except openid.ProviderError as error:
        return _failed(request, error)
    with sessions(site.engine(), write=True) as session:
        user = store.accounts.come_by_provider(
            session, (found.issuer, found.subject), found.name, found.role, now=now
        )
    response = RedirectResponse(flow.next, 303)
    if user is None or not coming_in.begin(request, response, user.id, user.name):
        return show(request, "/", problem="This account is disabled.", status=403)
    return response


def _failed(request: Request, error: openid.ProviderError) -> Response:
    _log.warning("%s", error, exc_info=error)
    return show(request, "/", problem=str(error), status=502)


def _site(request: Request) -> Site:
    """The site. Raises NotFoundError where there is no provider."""
    site: Site = request.app.state.site
    if not site.settings.oidc_issuer:
        raise NotFoundError("There is no single sign-on here.")
    return site
