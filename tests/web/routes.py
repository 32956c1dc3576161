"""Who may use which route: the table that tests/web/test_routes.py holds the app to.

Each route stands here. A new one is added with the least that may use it:

    ANYBODY  without an account, unless ``sign_in_to_read`` is set
    DOOR     without an account, even then: how one comes in
    READER, EDITOR, ADMIN  a user of at least that role, in person or by a token of that scope
    PERSON   a user in person, never a token
"""

from __future__ import annotations

from enum import Enum


class Least(Enum):
    """The least that may use a route."""

    ANYBODY = "anybody"
    DOOR = "door"
    READER = "reader"
    PERSON = "person"
    EDITOR = "editor"
    ADMIN = "admin"


ANYBODY, DOOR, READER, PERSON, EDITOR, ADMIN = Least

_READ = (
    "/", "/.json", "/.csv", "/index.json", "/index.csv",
    "/compare", "/compare.json", "/compare.csv", "/compare/freeze",
    "/compare.jsonl", "/compare.xlsx", "/compare.parquet", "/compare.md", "/compare.html",
    "/snapshots/{identifier}", "/snapshots/{identifier}.json", "/snapshots/{identifier}.csv",
    "/snapshots/{identifier}/difference", "/snapshots/{identifier}/difference.json",
    "/snapshots/{identifier}.html",
    *(
        f"{cited}/cite{form}"
        for cited in (
            "/statements/{identifier}", "/utterances/{identifier}", "/compare",
            "/snapshots/{identifier}",
        )
        for form in ("", ".{form}")
    ),
    "/search", "/search.json", "/search.csv",
    "/agreement", "/agreement.json", "/agreement.csv", "/agreement.graphml",
    "/changes", "/changes.json", "/changes.csv",
    "/actors", "/actors.json", "/actors.csv",
    "/actors/{slug}", "/actors/{slug}.json", "/actors/{slug}.csv",
    "/actors/{slug}/timeline", "/actors/{slug}/timeline.json", "/actors/{slug}/timeline.csv",
    "/articles", "/articles.json", "/articles.csv",
    "/articles/{identifier}", "/articles/{identifier}.json", "/articles/{identifier}.csv",
    "/statements/{identifier}", "/statements/{identifier}.json", "/statements/{identifier}.csv",
    "/statements/{identifier}/report", "/statements/{identifier}/context",
    "/statements/{identifier}/share", "/statements/{identifier}/picture.png",
    "/statements/{identifier}/annotation.json",
    "/compare/share", "/compare/follow", "/compare/picture.png", "/compare.atom",
    "/actors/{slug}/picture.png", "/actors/{slug}.atom",
    "/snapshots/{identifier}/picture.png",
    "/embed/statements/{identifier}", "/embed/compare", "/oembed",
    "/reports/{identifier}", "/reports/{identifier}.json",
    "/utterances/{identifier}", "/utterances/{identifier}.json", "/utterances/{identifier}.csv",
    "/accuracy", "/accuracy.json", "/accuracy.csv", "/keys",
    "/ingest", "/ingest.json", "/ingest/{number}", "/ingest/{number}.json",
    "/api", "/api/v1/openapi.json", "/api/v1/overview", "/api/v1/facets",
    "/api/v1/search",
    "/api/v1/statements", "/api/v1/statements/{identifier}", "/api/v1/utterances/{identifier}",
    "/api/v1/actors", "/api/v1/actors/{slug}", "/api/v1/articles", "/api/v1/articles/{identifier}",
    "/api/v1/issues", "/api/v1/issues/{slug}", "/api/v1/snapshots/{identifier}",
)  # fmt: skip

_CHANGED = (
    "/articles/{identifier}/add", "/articles/{identifier}/edit",
    "/statements/{identifier}/withdraw", "/utterances/{identifier}/edit",
    "/actors/{slug}/merge", "/actors/{slug}/split", "/actors/{slug}/edit",
)  # fmt: skip

TABLE: dict[tuple[str, str], Least] = {
    **{("GET", path): ANYBODY for path in _READ},
    ("POST", "/statements/{identifier}/report"): ANYBODY,
    ("POST", "/compare/freeze"): ANYBODY,
    ("GET", "/healthz"): DOOR,
    ("GET", "/readyz"): DOOR,
    ("GET", "/sign-in"): DOOR,
    ("POST", "/sign-in"): DOOR,
    ("POST", "/sign-out"): DOOR,
    ("GET", "/sign-in/provider"): DOOR,
    ("GET", "/sign-in/provider/return"): DOOR,
    ("GET", "/account.json"): READER,
    ("GET", "/account"): PERSON,
    ("POST", "/account/password"): PERSON,
    ("POST", "/account/sessions/end"): PERSON,
    ("POST", "/account/sessions/{number}/end"): PERSON,
    ("POST", "/account/tokens"): PERSON,
    ("POST", "/account/tokens/{number}/revoke"): PERSON,
    ("GET", "/users"): ADMIN,
    ("GET", "/users.json"): ADMIN,
    ("POST", "/users/{number}/role"): ADMIN,
    ("POST", "/users/{number}/disable"): ADMIN,
    ("POST", "/users/{number}/enable"): ADMIN,
    ("POST", "/users/{number}/sessions/end"): ADMIN,
    ("GET", "/coding/codebook"): ANYBODY,
    ("GET", "/coding/codebook.md"): ANYBODY,
    ("GET", "/coding"): EDITOR,
    ("POST", "/coding"): EDITOR,
    ("GET", "/coding/reviewed.{form}"): EDITOR,
    ("GET", "/coding/{number:int}"): EDITOR,
    ("GET", "/coding/{number:int}.{form}"): EDITOR,
    ("GET", "/coding/{number:int}/codebook.md"): EDITOR,
    ("GET", "/coding/{number:int}/code"): EDITOR,
    ("GET", "/coding/{number:int}/code/{place:int}"): EDITOR,
    ("POST", "/coding/{number:int}/code/{place:int}"): EDITOR,
    ("GET", "/coding/{number:int}/agreement"): EDITOR,
    ("GET", "/coding/{number:int}/agreement.json"): EDITOR,
    ("POST", "/coding/{number:int}/decide/{place:int}"): EDITOR,
    **{
        ("GET", path): ANYBODY
        for path in (
            "/history",
            "/history.json",
            "/history/{number}",
            "/history/{number}.json",
        )
    },
    ("POST", "/history/{number}/undo"): EDITOR,
    **{("GET", path): EDITOR for path in _CHANGED},
    **{
        ("POST", path): EDITOR
        for path in (
            *(path for path in _CHANGED if path != "/utterances/{identifier}/edit"),
            "/utterances/{identifier}/part",
            "/utterances/{identifier}/join",
            "/statements/{identifier}/restore",
        )
    },
    ("GET", "/issues/{slug}/edit"): ADMIN,
    ("POST", "/issues/{slug}/edit"): ADMIN,
    **{
        ("GET", path): EDITOR
        for path in (
            "/queue",
            "/queue.json",
            "/queue/actors",
            "/queue/{identifier}",
        )
    },
    **{
        ("POST", path): EDITOR
        for path in (
            "/queue/undo",
            "/queue/{identifier}/accept",
            "/queue/{identifier}/correct",
            "/queue/{identifier}/skip",
            "/queue/{identifier}/withdraw",
        )
    },
}
