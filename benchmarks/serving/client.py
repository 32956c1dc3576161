"""Client: wrk where it is installed, else our own (asking.py); a turn of asking."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks. ``python`` is one that has httptools."""

    python: Path
    own: bool = False  # not wrk, though it is installed

    @property
    def name(self) -> str:
        """What asks, for the description of the machine."""
        return "asking.py" if self.own or shutil.which("wrk") is None else "wrk"

    def ask(
        self,
        site: str,
        paths: Iterable[str],
        *,
        connections: int,
        seconds: float,
        encoding: str = "",
        smallest: int = 1,
        ending: str = "",
        rate: float = 0,
        requests: int = 0,
    ) -> dict[str, Any]:
        """Ask for these addresses in turn, and what came of it; ``client`` is its processor time.

        An answer below ``smallest`` bytes or without ``ending`` at its end is counted as wrong.
        A rate or a number of requests is for our own client only.
        """
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "paths"
            file.write_text("".join(f"{path}\n" for path in paths), "utf-8")
            if self.name == "wrk" and not rate and not requests:
                command = _wrk(site, file, connections, seconds, encoding, smallest, ending)
            else:
                command = (
                    *(str(self.python), str(_HERE / "asking.py"), site, str(file)),
                    *("--connections", str(connections), "--seconds", str(seconds)),
                    *("--encoding", encoding, "--smallest", str(smallest), "--ending", ending),
                    *("--rate", str(rate), "--requests", str(requests)),
                )
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                command, check=True, capture_output=True, text=True, env=_environment()
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        taken = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        return found | {"client": round(taken, 3)}


def _wrk(  # noqa: PLR0917 - as wrk is told
    site: str,
    file: Path,
    connections: int,
    seconds: float,
    encoding: str,
    smallest: int,
    ending: str,
) -> Sequence[str]:
    header = ("-H", f"Accept-Encoding: {encoding}") if encoding else ()
    return (
        *("wrk", "--threads", "1", "--connections", str(connections)),
        *("--duration", f"{max(1, round(seconds))}s", "--timeout", "60s", "--latency", *header),
        *("--script", str(_HERE / "wrk.lua"), site, "--", str(file), str(smallest), ending),
    )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
