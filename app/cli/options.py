"""Options and settings that several commands share."""

from __future__ import annotations

from typing import Any

import click
from pydantic import ValidationError

from app.config import Settings
from app.errors import SetupError
from app.extraction.stances.sureness import rely_on
from app.readers import Limits
from app.readers.sureness import load_sureness

database_option = click.option(
    "--database",
    metavar="URL",
    help="Where everything is stored, instead of ONRECORD_DATABASE_URL.",
)
host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on."
)
# 0 asks the system for a free port; what is served is printed.
port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port."
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="How many processes extract at once.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print a line of JSON for each thing."
)
quiet_option = click.option(
    "-q", "--quiet", is_flag=True, help="Print what is put aside and the report only."
)


def settings(database: str | None = None) -> Settings:
    """The settings of this call. Raises SetupError, which names the setting that is wrong."""
    given: dict[str, Any] = {} if database is None else {"database_url": database}
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = "ONRECORD_" + "_".join(str(part) for part in wrong["loc"]).upper()
        raise SetupError(f"The setting {name} is wrong: {wrong['msg']}.") from error


def limits(chosen: Settings) -> Limits:
    """How much reading one thing may take."""
    return Limits(
        max_text_bytes=chosen.max_text_bytes,
        max_document_bytes=chosen.max_document_bytes,
        max_seconds=chosen.max_seconds,
    )


def rely_on_table(chosen: Settings) -> None:
    """Have confidences of positions be those of the table that is set, or of the one shipped."""
    rely_on(load_sureness(chosen.stance_confidence))
