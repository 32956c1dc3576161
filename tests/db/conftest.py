from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.db.session import sessions
from app.db.store import sync_directory
from tests.factories import make_directory, make_issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes, in a database that knows two issues and no actor."""
    with sessions(engine, write=True) as made:
        sync_directory(made, make_directory(), [make_issue(), make_issue("other", "Another")])
        yield made
