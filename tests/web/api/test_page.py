"""/api explains all that the description holds, and no more."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from app.web.api.problems import KINDS
from tests.web.api.contract import described

if TYPE_CHECKING:
    from tests.web.asking import TestClient


def test_every_address_parameter_and_error_is_there(client: TestClient) -> None:
    page = client.get("/api").text
    for path, item in described()["paths"].items():
        assert f"<code>{path}</code>" in page
        for parameter in item["get"].get("parameters", ()):
            if parameter["in"] == "query":
                assert f'id="parameter-{parameter["name"]}"' in page
    for kind in KINDS.values():
        assert f'id="{kind.name}"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in ids
    assert "`" not in unescape(page)


def test_it_needs_nothing_from_outside(client: TestClient) -> None:
    page = client.get("/api").text
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith(("/", "#", "http://testserver")), address


def test_it_takes_no_filters_and_leads_from_every_page(client: TestClient) -> None:
    assert client.get("/api?issue=other").status_code == 400
    assert 'href="/api"' in client.get("/actors").text
