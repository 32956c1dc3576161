"""Routes: an address for every page and file that anybody may read, from the table of the tests.

What the generated library has nothing for is left out: snapshots, reports of errors, runs of the
ingest and revisions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.domain.queries import DEFAULT_ISSUE
from benchmarks.serving.cases import JSON, PAGE, body_of
from tests.web.routes import ANYBODY, DOOR, TABLE

if TYPE_CHECKING:
    from benchmarks.serving.scene import Scene
    from benchmarks.serving.servers import Server

_LEFT_OUT = ("/snapshots/", "/api/v1/snapshots/", "/reports/", "/ingest/{", "/history/{")
_NEEDS_QUERY = ("/search.json", "/search.csv", "/api/v1/search")
_PROVIDER = "/sign-in/provider"


def addresses(scene: Scene, server: Server) -> dict[str, str]:
    """For each kind of page and file an address that answers with one, by what it is called."""
    question = scene.questions.same()
    some = json.loads(body_of(f"{server.site}{question.address(JSON)}"))["statements"]
    one = max(some, key=lambda told: len(told.get("reports", ())))
    names = {
        "/statements/": one["id"],
        "/utterances/": one["utterance"],
        "/articles/": one["article"]["id"],
        "/actors/": scene.questions.speakers[0],
        "/issues/": DEFAULT_ISSUE,
    }
    found = {}
    for (method, route), least in TABLE.items():
        if method != "GET" or least not in {ANYBODY, DOOR} or route.startswith(_LEFT_OUT):
            continue
        if route.startswith(_PROVIDER):
            continue
        address = route.replace("{form}", "bib")
        for before, name in names.items():
            for braces in ("{identifier}", "{slug}"):
                address = address.replace(f"{before}{braces}", f"{before}{name}")
        if route in _NEEDS_QUERY:
            address += "?q=troops"
        if route == "/oembed":
            place = f"{server.site}/statements/{one['id']}"
            address += f"?url={quote(place, safe='')}"
        found[route] = address
    return found | _more(scene)


def _more(scene: Scene) -> dict[str, str]:
    """The same routes with choices, and far from their beginning."""
    question = scene.questions.same()
    speaker = scene.questions.speakers[0]
    half = f"from={scene.questions.first.year + 1}-01-01&to={scene.questions.first.year + 1}-06-30"
    forms = ("json", "csv", "jsonl", "xlsx", "parquet", "md", "html")
    chosen = {
        "/compare, four speakers": question.address(PAGE),
        "/compare, one speaker": f"/compare?actor={speaker}",
        "/compare, words": "/compare?q=troops",
        "/compare, half a year": f"/compare?{half}",
        "/compare, another issue": "/compare?issue=second-issue",
        "/compare/share, four speakers": question.address("/compare/share"),
        "/compare.atom, four speakers": question.address("/compare.atom"),
        "/search, a word": "/search?q=troops",
        "/search, two words": "/search?q=troops+ceasefire",
        "/search, a speaker's name": "/search?q=actor+number+7",
        "/agreement, an issue": f"/agreement?issue={DEFAULT_ISSUE}",
        "/changes, half a year": f"/changes?{half}",
        f"{JSON}, four speakers": question.address(JSON),
    }
    return chosen | {
        f"/compare.{form}, four speakers": question.address(f"/compare.{form}") for form in forms
    }
