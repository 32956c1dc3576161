"""The app: ``create_app(settings)`` puts the rooms together; nothing is opened at import."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from app import __version__
from app.config import Settings, resource_folder
from app.db.bounds import Bounds
from app.errors import SetupError
from app.web import (
    accounts,
    accuracy,
    actors,
    agreement,
    annotation,
    articles,
    changes,
    cite,
    coding,
    compare,
    context,
    editing,
    editing_actors,
    editing_objects,
    embed,
    errors,
    feeds,
    health,
    history,
    ingest,
    issue,
    keys,
    lines,
    oembed,
    provider,
    queue,
    reports,
    search,
    share,
    sign_in,
    snapshots,
    statements,
    takeaway,
    utterances,
)
from app.web.admission import Admission
from app.web.api import room as api
from app.web.api.cors import ReadByOthers
from app.web.metrics import Metrics, MetricsPage
from app.web.page_cache import PageCache
from app.web.request_log import RequestLog
from app.web.security import SecurityHeaders
from app.web.site import Site
from app.web.static import StaticFolder
from app.web.turns import Turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from opentelemetry.sdk.trace import TracerProvider

_TRACING = "app.web.tracing"  # by name: it needs an extra


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app for these settings, by default those of the environment."""
    site = Site(settings or Settings())
    spans = _spans() if site.settings.otel else None
    metrics = Metrics(site) if site.settings.shows_metrics else None

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(site.read_ahead)
        yield
        if metrics is not None:
            metrics.close()
        if spans is not None:
            spans.shutdown()
        site.close()

    # The built-in documentation pages load scripts from elsewhere; they are left out.
    app = FastAPI(
        title="On Record",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        redirect_slashes=True,
        # FastAPI's own would tell a collector what people search for; ours: app/web/tracing.py.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.site = site
    app.add_middleware(Admission)  # within the others: what it refuses is compressed and marked too
    app.add_middleware(ReadByOthers)
    app.add_middleware(Turns, bounds=Bounds.of(site.settings))
    app.add_middleware(SecurityHeaders)
    # Around all that makes an answer: what is kept is as it is sent.
    counting = metrics.on_page if metrics is not None else None
    app.add_middleware(PageCache, site=site, counting=counting)
    if metrics is not None:
        app.add_middleware(MetricsPage, metrics=metrics, settings=site.settings)
    if spans is not None:
        app.add_middleware(import_module(_TRACING).Tracing, provider=spans)
    app.add_middleware(RequestLog, site=site, metrics=metrics)  # around all others
    errors.install(app)
    for room in (
        feeds,  # before the rooms that would take ".atom" for a part of a name
        issue,
        compare,
        takeaway,
        snapshots,
        cite,
        agreement,
        changes,
        actors,
        lines,
        articles,
        search,
        statements,
        share,
        annotation,
        embed,
        oembed,
        context,
        reports,
        accuracy,
        keys,
        utterances,
        ingest,
        sign_in,
        provider,
        accounts,
        editing,
        editing_actors,
        editing_objects,
        history,
        coding,
        queue,
        api,
        health,
    ):
        app.include_router(room.router)
    app.mount("/static", StaticFolder(directory=resource_folder("static")), name="static")
    return app


def _spans() -> TracerProvider:
    """What makes spans for a collector. Raises SetupError without the extra that it needs."""
    try:
        made: TracerProvider = import_module(_TRACING).provider()
    except ImportError as error:
        raise SetupError(
            "Tracing (ONRECORD_OTEL) needs the extra 'otel': pip install 'onrecord[otel]'."
        ) from error
    return made
