"""Program: the group of commands, their late import, and what every command does on an error.

The commands need spaCy, SQLAlchemy or FastAPI, whose import takes seconds. So that ``--help`` and
a mistyped option answer at once, the module of a command is imported when it is called.
"""

from __future__ import annotations

import logging
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from app import __version__
from app.errors import OnRecordError, SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Exit statuses, given here once. Below them all: 0, all was done.
PUT_ASIDE = 1  # something that was given could not be used (InputError and its kin)
SETUP = 2  # wrong usage, or the installation is not complete (SetupError), or our own mistake
INTERRUPTED = 130  # as shells have it: 128 and SIGINT

_log = logging.getLogger(__name__)

# Matrix products as the parser has them are small. Several threads gain little on them, and wait
# for each other with the processor busy: beside a server an ingest of one thread took a third of
# the processor's time. Read when numpy is imported; what is set already stands.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LARGE_PRODUCTS = {"train"}


class Program(click.Group):
    """A group of commands ``name`` -> ``app.cli.<name>.command``, imported when called."""

    def __init__(self, name: str, help: str, summaries: Mapping[str, str]) -> None:  # noqa: A002 - as click names it
        options: list[click.Parameter] = [
            click.Option(
                ["-v", "--verbose"],
                is_flag=True,
                expose_value=False,
                callback=_log_to_stderr,
                help="Show the log, with the traceback of every failure.",
            )
        ]
        super().__init__(
            name,
            help=help,
            # What stands for each command until it is called: enough for the list of commands.
            commands={
                command: click.Command(command, help=summary)
                for command, summary in summaries.items()
            },
            params=options,
            context_settings={"help_option_names": ["-h", "--help"]},
        )
        click.version_option(__version__, prog_name=name)(self)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was called, imported."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        if name is None or stand_in is None:
            return name, stand_in, rest
        if name not in _LARGE_PRODUCTS:
            for variable in _THREADS:
                os.environ.setdefault(variable, "1")
        command: click.Command = import_module(f"app.cli.{name}").command
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; every error becomes one sentence and an exit status."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OnRecordError as error:
            _log.debug("Stopped", exc_info=True)
            click.echo(str(error), err=True)
            ctx.exit(SETUP if isinstance(error, SetupError) else PUT_ASIDE)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            raise  # the reader of a pipe has gone; click ends quietly
        except Exception as error:  # noqa: BLE001 - the last place; nobody shall see a traceback
            _log.exception("Failed")
            click.echo(
                f"On Record failed ({type(error).__name__}: {error}). This is a mistake in the"
                " program; please report it with what 'onrecord -v' prints.",
                err=True,
            )
            ctx.exit(SETUP)


def _log_to_stderr(_context: click.Context, _option: click.Parameter, verbose: bool) -> None:  # noqa: FBT001 - as click calls it
    """Log to standard error, or nowhere: an unhandled log record would print a traceback."""
    log = logging.getLogger("app")
    log.handlers = [logging.StreamHandler() if verbose else logging.NullHandler()]
    log.setLevel(logging.DEBUG if verbose else logging.WARNING)
    log.propagate = False
