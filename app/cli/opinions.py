"""The second opinion as the settings ask for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.opinions import Reader, Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.config import Settings
    from app.domain.positions import Issue


@contextmanager
def second_reader(chosen: Settings, issues: Sequence[Issue]) -> Iterator[Reader | None]:
    """A reader for the length of a run, or None where nobody has set one up.

    Says before anything is sent where it will go, and at the end what came of it. Raises
    SetupError when the settings cannot be used.
    """
    if not chosen.opinion_url:
        yield None
        return
    key = chosen.opinion_key.get_secret_value() if chosen.opinion_key else None
    service = Service(
        chosen.opinion_url, chosen.opinion_model or "", key, timeout=chosen.opinion_timeout
    )
    model = f"{service.model} at {service.host}"
    click.echo(f"Second opinion: statements on an issue are sent to {model}.", err=True)
    with service.open() as connection:
        known = {issue.slug: issue for issue in issues}
        reader = Reader(connection, service.model, known, chosen.opinion_most)
        try:
            yield reader
        finally:
            click.echo(f"Second opinion of {model}: {reader.counts}.", err=True)
