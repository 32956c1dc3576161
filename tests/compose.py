"""docker-compose.yml as Compose reads it, and its commands as they run without containers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.postgresql import programs_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docker-compose.yml"
PATIENCE = 300.0  # no test here measures time; this is when to give up
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+):-([^}$]*)\})")
# What stands in a container where the tests run it.
_PROGRAMS = {
    "onrecord": (sys.executable, "-m", "app.cli"),
    "python": (sys.executable,),
    "dask": (sys.executable, "-m", "dask"),
}


def variables() -> dict[str, str]:
    """Every variable that may be set, with its default."""
    return {name: default for _, name, default in _VARIABLE.findall(FILE.read_text()) if name}


def read(**chosen: str) -> dict[str, Any]:
    """The file with these variables set. Fails on a $ that Compose would take for another."""

    def fill(found: re.Match[str]) -> str:
        return found[1] or chosen.get(found[2]) or found[3]

    def filled(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
        if isinstance(value, dict):
            return {key: filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [filled(one) for one in value]
        if isinstance(value, str):
            assert "$" not in _VARIABLE.sub("", value), value
            return _VARIABLE.sub(fill, value)
        return value

    read: dict[str, Any] = filled(yaml.safe_load(FILE.read_text()))
    return read


def dockerfile(service: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The instructions of a service's Dockerfile: each with what stands behind it."""
    text = service["build"]["dockerfile_inline"].replace("\\\n", " ")
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    return [(name, " ".join(rest.split())) for name, rest in lines]


@dataclass
class Machine:
    """Runs the commands of services on this machine.

    ``instead``: what of a container is where; ``client``: how PostgreSQL's programs find it.
    """

    folder: Path
    services: Mapping[str, Any]
    instead: Mapping[str, str]
    client: Mapping[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def here(self, words: str) -> str:
        """Words with what stands in a container replaced by what is here."""
        inside = "|".join(map(re.escape, self.instead))
        return re.sub(inside, lambda found: self.instead[found[0]], words)

    def words(self, service: str, *arguments: str) -> list[str]:
        """What a container of this service runs; ``arguments`` stand for its own, if given."""
        told = self.services[service]
        entry = told.get("entrypoint")
        if entry is None and "build" in told:
            entry = json.loads(dict(dockerfile(told)).get("ENTRYPOINT", "[]"))
        return self._found([*(entry or ()), *(arguments or told["command"])])

    def _found(self, words: Sequence[str]) -> list[str]:
        program, *rest = words
        first = _PROGRAMS.get(program, (program,))
        return [*first, *map(self.here, rest)]

    def environment(self, service: str) -> dict[str, str]:
        """What a service's command finds in its environment: none of ours but the paths."""
        given = self.services[service].get("environment", {})
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith("ONRECORD_")},
            "PATH": f"{programs_folder()}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            **{key: self.here(value) for key, value in given.items()},
            **(self.client if service == "database" else {}),
        }

    def run(self, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a service's command to its end."""
        return subprocess.run(
            self.words(service, *arguments),
            cwd=self.folder,
            env=self.environment(service),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def start(self, service: str, number: int = 1) -> subprocess.Popen[bytes]:
        """Start a service."""
        with self.log(service, number).open("wb") as log:
            process = subprocess.Popen(
                self.words(service),
                cwd=self.folder,
                env=self.environment(service),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.running.append(process)
        return process

    def log(self, service: str, number: int = 1) -> Path:
        """What a started service says."""
        return self.folder / f"{service}-{number}.log"

    def health(self, service: str) -> int:
        """The status of the health check, as the engine takes it."""
        kind, *words = self.services[service]["healthcheck"]["test"]
        assert kind == "CMD"
        return subprocess.run(
            self._found(words),
            cwd=self.folder,
            env=self.environment(service),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        ).returncode

    def becomes(self, service: str, *, well: bool) -> None:
        """Wait until a service is well, or no longer."""
        until = time.monotonic() + PATIENCE
        while (self.health(service) == 0) is not well:
            ended = [process.args for process in self.running if process.poll()]
            assert time.monotonic() < until, f"{service}: {ended}"
            assert not (well and ended), [self.log(service).read_text(), ended]
            time.sleep(0.2)

    @contextmanager
    def ended(self) -> Iterator[None]:
        """All that was started is ended with the block."""
        try:
            yield
        finally:
            for process in reversed(self.running):
                stop(process)

    def documented(self, commands: str) -> subprocess.CompletedProcess[str]:
        """Run what the documentation says, with a docker that runs commands without containers."""
        programs = self.folder / "bin"
        programs.mkdir(exist_ok=True)
        (programs / "docker").write_text(_DOCKER.format(python=sys.executable))
        (programs / "docker").chmod(0o755)
        table = {name: self.environment(name) for name in ("database", "onrecord")}
        entries = {"database": [], "onrecord": list(_PROGRAMS["onrecord"])}
        (programs / "table").write_text(json.dumps([entries, table]))
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", self.here(commands)],
            cwd=self.folder,
            env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


# Of containers that are started and stopped it knows nothing; the rest it runs here.
_DOCKER = """#!{python}
import json, os, pathlib, sys
entries, environments = json.loads(pathlib.Path(__file__).with_name("table").read_text())
compose, kind, *words = sys.argv[1:]
assert compose == "compose"
if kind not in ("exec", "run"):
    assert kind in ("up", "stop"), kind
    sys.exit()
service = next(word for word in words if word in entries)
words = [*entries[service], *words[words.index(service) + 1 :]]
os.environ["PATH"] = environments[service]["PATH"]
os.execvpe(words[0], words, environments[service])
"""


def stop(process: subprocess.Popen[bytes]) -> int:
    """End a process as the engine does, and give its exit status."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def blocks(title: str) -> list[str]:
    """The commands that stand in docs/deployment.md under a title."""
    text = (ROOT / "docs" / "deployment.md").read_text()
    part = re.split(r"^## ", text, flags=re.MULTILINE)
    (found,) = (one for one in part if one.startswith(f"{title}\n"))
    return re.findall(r"^```sh\n(.*?)^```", found, re.MULTILINE | re.DOTALL)
