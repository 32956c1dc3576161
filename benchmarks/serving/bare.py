"""A bare FastAPI route: one SQL statement, one small template, a table of 100 rows.

Served by uvicorn from the environment of the peers. ``BARE_URL`` is the database, ``BARE_SQL`` the
statement.
"""

import os
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from sqlalchemy import create_engine, text

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>What four speakers said</title></head><body>
<table><thead><tr>{% for name in names %}<th>{{ name }}</th>{% endfor %}</tr></thead><tbody>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table></body></html>
"""

app = FastAPI()
_template = Environment(autoescape=True).from_string(_PAGE)
_engine = create_engine(os.environ["BARE_URL"])
_statement = text(os.environ["BARE_SQL"])


@app.get("/healthz")
def health() -> dict[str, str]:
    """Say that it runs."""
    return {"status": "ok"}


@app.get("/said", response_class=HTMLResponse)
async def said(request: Request) -> HTMLResponse:
    """What four speakers said between two days, one question after the other."""
    return _answer(request)


@app.get("/said-in-threads", response_class=HTMLResponse)
def said_in_threads(request: Request) -> HTMLResponse:
    """The same, several questions at once: which is faster depends on database and machine."""
    return _answer(request)


def _answer(request: Request) -> HTMLResponse:
    asked: dict[str, object] = dict(request.query_params)
    if _engine.dialect.name != "sqlite":  # which keeps days as words
        asked |= {name: date.fromisoformat(str(asked[name])) for name in ("from", "to")}
    with _engine.connect() as connection:
        found = connection.execute(_statement, asked)
        page = _template.render(names=list(found.keys()), rows=found.all())
    return HTMLResponse(page)
