"""Style sheets and scripts: packed once, kept for a year where their address says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.config import resource_folder
from app.web.templating import static_address

if TYPE_CHECKING:
    from tests.web.asking import TestClient

NAME = "base.css"


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_a_file_comes_in_each_coding_as_it_is(client: TestClient, coding: str) -> None:
    got = client.get(static_address(NAME), headers={"Accept-Encoding": coding})
    assert got.content == (resource_folder("static") / NAME).read_bytes()
    assert got.headers["Content-Type"] == "text/css; charset=utf-8"
    assert got.headers.get("Content-Encoding", "identity") == coding
    assert "Accept-Encoding" in got.headers["Vary"]
    assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(
        static_address(NAME),
        headers={"Accept-Encoding": coding, "If-None-Match": got.headers["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(static_address(NAME), headers={"Accept-Encoding": coding})
    assert (head.headers["Content-Length"], head.content) == (got.headers["Content-Length"], b"")


@pytest.mark.parametrize("query", ["", "?v=", "?v=00000000", "?v=../", "?w=1"])
def test_an_address_of_another_version_is_asked_again(client: TestClient, query: str) -> None:
    """Workers of the old version and of the new answer side by side while they are replaced."""
    assert client.get(f"/static/{NAME}{query}").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["none.css", "", "fonts", "../app/config.py", "%2e%2e/app/config.py", "base.css/x"]
)
def test_what_is_no_file_there_is_not_found(client: TestClient, path: str) -> None:
    for _ in range(2):
        assert client.get(f"/static/{path}").status_code == 404


def test_a_file_is_only_read(client: TestClient) -> None:
    assert client.post(f"/static/{NAME}").status_code == 405
