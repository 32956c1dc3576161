from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.errors import InvalidDefinition
from app.readers.watched import Watched, load_watched

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, text: str) -> tuple[Watched, ...]:
    file = folder / "watch.yaml"
    file.write_text(text, "utf-8")
    return load_watched(file)


def test_addresses_and_mappings(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        """
every: 15 minutes
sources:
- https://news.example/feed.xml
- address: http://paper.example/sitemap.xml?page=1
  every: 1.5 hours
  outlet: The Paper
  language: no
- {address: "https://radio.example", every: 1 Day}
""",
    )
    assert found == (
        Watched("https://news.example/feed.xml", timedelta(minutes=15)),
        Watched(
            "http://paper.example/sitemap.xml?page=1", timedelta(minutes=90), "The Paper", "no"
        ),
        Watched("https://radio.example", timedelta(days=1)),
    )


def test_an_hour_where_nothing_is_said(tmp_path: Path) -> None:
    (only,) = load(tmp_path, "sources: [https://news.example/feed]")
    assert only.every == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "watch.yaml, top level: 'sources' must be a list of addresses"),
        ("sources: []", "top level: 'sources' must be a list of addresses"),
        ("sources: https://a.example", "top level: 'sources' must be a list of addresses"),
        ("- https://a.example", "top level: expected a mapping"),
        ("sorces: []", "top level: 'sorces' is no field here"),
        ("every: 0 minutes\nsources: [https://a.example]", "top level: 'every' must be a time"),
        ("every: often\nsources: [https://a.example]", "not 'often'"),
        ("every: 30 seconds\nsources: [https://a.example]", "not '30 seconds'"),
        ("every: 40 days\nsources: [https://a.example]", "not '40 days'"),
        ("every: [1 hour]\nsources: [https://a.example]", "'every' must be a text"),
        ("sources: [feed.xml]", "source 1 (feed.xml): 'address' must begin with http://"),
        ("sources: ['ftp://a.example/x']", "'address' must begin with http:// or https://"),
        ("sources: ['https:///x']", "'address' must begin with http:// or https://"),
        ("sources: [{every: 1 hour}]", "source 1: 'address' is missing"),
        ("sources: [[https://a.example]]", "source 1: expected a mapping"),
        (
            "sources:\n- https://a.example\n- {address: https://b.example, evry: 1 h}",
            "source 2 (https://b.example): 'evry' is no field here",
        ),
        (
            "sources:\n- {address: https://b.example, language: English}",
            "source 1 (https://b.example): 'language' must be a language code",
        ),
        (
            "sources:\n- https://a.example\n- {address: https://a.example, every: 1 h}",
            "source 2 (https://a.example): 'address' is already given by source 1",
        ),
        ("sources: [", "line 1: this is not YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
    assert "watch.yaml" in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition, match="cannot be read: No such file"):
        load_watched(tmp_path / "none.yaml")
