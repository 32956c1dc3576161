"""The parser as a fixture, for tests that take it as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction import parsers

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The parser that all tests of extraction share."""
    return parsers.parser()
