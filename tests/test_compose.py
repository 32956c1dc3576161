"""docker-compose.yml, checked without an engine: what it says, and what it runs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from app.cli import main
from app.db import migrate
from app.db.session import open_engine
from tests import compose
from tests.compose import FILE, ROOT, Machine
from tests.invented import folder_of
from tests.postgresql import running_cluster
from tests.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec")
ONCE = {"migrate", "ingest", "onrecord"}  # they do something and end
CALLED = {"ingest", "onrecord"}  # and these only when a person says so
PASSWORD = "a p@ssword: of'100%\\_its own"
ARTICLES = 3
VERSION = "SELECT number FROM data_version"
ITEMS = "SELECT count(*) FROM ingest_item"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose.read()["services"]
    return found


def follows_the_schema(file: Path) -> bool:
    told = subprocess.run((*SCHEMA, file), capture_output=True, text=True, check=False)
    assert told.returncode == 0 or "Schema validation errors" in told.stdout, told
    return told.returncode == 0


def test_the_file_is_one_of_the_compose_specification(tmp_path: Path) -> None:
    assert follows_the_schema(FILE)
    text = FILE.read_text()
    for mistaken in (
        text.replace("read_only: true\n  init", "readonly: true\n  init"),
        text.replace("condition: service_healthy", "condition: healthy"),
        text.replace("create_host_path: false", "create_host_path: []"),
    ):
        assert mistaken != text
        (tmp_path / "docker-compose.yml").write_text(mistaken)
        assert not follows_the_schema(tmp_path / "docker-compose.yml")


def test_every_variable_has_a_default_and_stands_in_the_documentation() -> None:
    documented = (ROOT / "docs" / "deployment.md").read_text()
    found = compose.variables()
    assert len(found) > 5
    for name, default in found.items():
        assert default, name
        assert f"\n| `{name}` | `{default}` |" in documented, name
    rows = re.findall(r"^\| `(ONRECORD_\w+)`", documented, re.MULTILINE)
    assert sorted(rows) == sorted(found)


def test_what_is_chosen_takes_its_place() -> None:
    chosen = compose.read(ONRECORD_WEB="6", ONRECORD_HTTP="80", ONRECORD_SITE="a.example")
    web, proxy = chosen["services"]["web"], chosen["services"]["proxy"]
    assert web["deploy"]["replicas"] == "6"
    assert proxy["ports"][0] == "80:8080"
    assert proxy["environment"]["ONRECORD_SITE"] == "a.example"


def test_there_are_two_of_those_that_do_the_work(services: dict[str, Any]) -> None:
    replicas = {
        name: one["deploy"]["replicas"]
        for name, one in services.items()
        if "replicas" in one["deploy"]
    }
    assert replicas == {"web": "2", "worker": "2"}


def test_every_service_tells_whether_it_is_well_and_comes_back(services: dict[str, Any]) -> None:
    for name, service in services.items():
        if name in ONCE:
            assert service["healthcheck"] == {"disable": True}
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"][0] == "CMD"
            assert service["restart"] == "unless-stopped"
        assert ("profiles" in service) == (name in CALLED)


def test_every_service_is_held(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert "privileged" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert str(service["user"]).split(":")[0] not in {"", "0", "root"}
        assert service["logging"]["options"]["max-size"]
        limits = service["deploy"]["resources"]["limits"]
        assert set(limits) == {"cpus", "memory", "pids"}
        assert float(limits["cpus"]) > 0


def test_a_service_waits_for_those_that_are_well_or_done(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, told in service.get("depends_on", {}).items():
            done = name in ONCE
            assert told["condition"] == (
                "service_completed_successfully" if done else "service_healthy"
            )
    for name in ("web", "ingest"):
        assert set(services[name]["depends_on"]) >= {"database", "migrate"}


def test_nothing_but_the_proxy_is_published_and_that_to_this_machine(
    services: dict[str, Any],
) -> None:
    published = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert set(published) == {"proxy"}
    assert all(port.startswith("127.0.0.1:") for port in published["proxy"])


def test_who_reaches_whom(services: dict[str, Any]) -> None:
    networks = compose.read()["networks"]
    closed = {name for name, told in networks.items() if told and told.get("internal")}
    members = {
        network: {name for name, one in services.items() if network in one["networks"]}
        for network in networks
    }
    assert members["front"] == {"proxy", "web"}  # so that web may believe what the proxy says
    assert members["cluster"] == {"scheduler", "worker", "ingest"}
    assert "worker" not in members["data"]
    for name in ("database", "scheduler", "worker", "migrate"):
        assert set(services[name]["networks"]) <= closed, name


def test_images_are_pinned_by_a_tag_and_name_no_registry(services: dict[str, Any]) -> None:
    for service in services.values():
        named = [service["image"]]
        if "build" in service:
            named = [rest for name, rest in compose.dockerfile(service) if name == "FROM"]
            assert service["image"].endswith(":local")
        for image in named:
            assert re.fullmatch(r"[a-z]+:\d[\w.-]+", image), image


def test_the_image_is_made_of_what_is_there_and_was_locked(services: dict[str, Any]) -> None:
    for service in (services["web"], services["proxy"]):
        told = compose.dockerfile(service)
        copied = [name for kind, rest in told if kind == "COPY" for name in rest.split()[:-1]]
        assert copied
        for name in copied:
            assert (ROOT / name).exists(), name
        assert [rest for kind, rest in told if kind == "USER"]
    installs = [rest for _, rest in compose.dockerfile(services["web"]) if "pip install" in rest]
    assert installs[0] == "pip install --require-hashes -r requirements-server.lock"
    assert installs[1].startswith("pip install --no-deps --no-build-isolation .")
    # The image's user is the one that containers run as.
    assert f"--uid {services['web']['user'].split(':')[0]} " in installs[1]


def test_the_server_has_what_was_locked_and_the_extras() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==[^\s;]+", (ROOT / name).read_text(), re.MULTILINE))

    server = pins("requirements-server.lock")
    assert pins("requirements.lock") < server
    names = {pin.split("==")[0] for pin in server - pins("requirements.lock")}
    assert {"distributed", "authlib", "joserfc"} <= names


def test_the_password_is_in_a_file_and_nowhere_else(services: dict[str, Any]) -> None:
    secrets = compose.read()["secrets"]
    assert secrets == {"database_password": {"file": "./secrets/database_password"}}
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "/onrecord.env" in (ROOT / ".gitignore").read_text().splitlines()
    for name, service in services.items():
        environment = service.get("environment", {})
        assert not {"PGPASSWORD", "POSTGRES_PASSWORD"} & set(environment)
        given = "/run/secrets/database_password" in json.dumps(service)
        assert given == ("secrets" in service), name


def test_commands_and_their_options_exist(services: dict[str, Any]) -> None:
    for name in ("web", "migrate", "ingest"):
        command, *arguments = services[name]["command"]
        shown = CliRunner().invoke(main, [command, "--help"])
        assert shown.exit_code == 0
        for option in (word for word in arguments if word.startswith("--")):
            assert option in shown.output


def test_the_proxy_asks_the_web_processes() -> None:
    """What can be read of a Caddyfile without Caddy: its blocks, and where requests go."""
    lines = [line.split("#")[0].strip() for line in (ROOT / "Caddyfile").read_text().splitlines()]
    inside: list[str] = []
    found: dict[tuple[str, ...], str] = {}
    for line in filter(None, lines):
        if line == "}":
            inside.pop()
        elif line.endswith("{"):
            inside.append(line[:-1].strip())
        else:
            assert "{" not in line.replace("{$", "")
            name, _, rest = line.partition(" ")
            found[*inside, name] = rest
    assert not inside
    upstream = ("{$ONRECORD_SITE}", "reverse_proxy", "dynamic a")
    command = compose.read()["services"]["web"]["command"]
    assert found[*upstream, "name"] == "web"
    assert found[*upstream, "port"] == command[command.index("--port") + 1]
    ports = [port.rpartition(":")[2] for port in compose.read()["services"]["proxy"]["ports"]]
    assert [found["", "http_port"], found["", "https_port"]] == ports
    assert found["", "admin"] == "off"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine where PostgreSQL runs as the file has it; all listen on ports of their own."""
    folder = tmp_path_factory.mktemp("machine")
    services = compose.read()["services"]
    told = services["database"]
    assert told["command"][0] == "postgres"
    (folder / "secret").write_text(PASSWORD + "\n")
    port, web, scheduler, of_scheduler, of_worker, site, tls, of_proxy = map(
        str, (free_port() for _ in range(8))
    )
    with running_cluster(
        told["environment"]["POSTGRES_INITDB_ARGS"],
        password=PASSWORD,
        options=f"-c listen_addresses=127.0.0.1 -p {port} {shlex.join(told['command'][1:])}",
    ) as server:
        machine = Machine(
            folder,
            services,
            {
                "onrecord@database/": f"onrecord@127.0.0.1:{port}/",
                "/run/secrets/database_password": str(folder / "secret"),
                "/articles": str(folder_of(folder / "articles", ARTICLES)),
                "/library": str(folder),
                "scheduler:": "127.0.0.1:",
                "0.0.0.0": "127.0.0.1",  # noqa: S104 - what is replaced
                "/etc/caddy/Caddyfile": str(folder / "Caddyfile"),
                "web\n": "localhost\n",
                "8000": web,
                "8080": site,
                "8443": tls,
                "2020": of_proxy,
                "8786": scheduler,
                "8787": of_scheduler,
                "8789": of_worker,
            },
            {"PGHOST": str(server.socket), "PGPORT": port},
        )
        made = machine.run("database", "createdb", "--username=onrecord", "onrecord")
        assert made.returncode == 0, made.stderr
        with machine.ended():
            yield machine


def asked(machine: Machine, port: str, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{machine.here(port)}{path}", timeout=300) as got:
        return str(got.read().decode())


@pytest.mark.postgresql
def test_the_database_is_reached_with_the_password_of_the_file_only(machine: Machine) -> None:
    told = machine.run("migrate")
    assert told.returncode == 0, told.stderr
    assert "its revision is" in told.stdout
    secret = Path(machine.instead["/run/secrets/database_password"])
    secret.write_text("another")
    try:
        told = machine.run("migrate")
    finally:
        secret.write_text(PASSWORD + "\n")
    assert told.returncode == 2
    assert "password authentication failed" in told.stderr
    assert "another" not in told.stderr


def proxied(machine: Machine) -> None:
    """The proxy leads to the web process, where Caddy is installed."""
    if shutil.which("caddy") is None:
        return
    Path(machine.instead["/etc/caddy/Caddyfile"]).write_text(
        machine.here((ROOT / "Caddyfile").read_text())
    )
    assert machine.health("proxy") != 0
    proxy = machine.start("proxy")
    machine.becomes("proxy", well=True)
    assert json.loads(asked(machine, "8080", "/articles.json"))["count"] == ARTICLES
    machine.running.remove(proxy)
    compose.stop(proxy)
    assert machine.health("proxy") != 0


def no_password_shows(machine: Machine) -> None:
    """Neither in what is logged, nor in what can be seen of processes."""
    for process in machine.running:
        assert process.poll() is None
        for kind in ("cmdline", "environ"):
            seen = Path(f"/proc/{process.pid}/{kind}")
            if seen.parent.exists():  # where there is such a thing
                assert PASSWORD.encode() not in seen.read_bytes()
    for name in ("web", "scheduler", "worker"):
        assert PASSWORD not in machine.log(name).read_text()


def backed_up_and_restored(machine: Machine) -> None:
    """What was written after a backup is gone by it, and the number of the data is a new one."""
    backup, restore = compose.blocks("Back up")
    told = machine.documented(backup)
    assert told.returncode == 0, told.stderr
    before, items = queried(machine, VERSION), queried(machine, ITEMS)
    assert items
    queried(machine, "DELETE FROM ingest_item RETURNING 1")
    assert not queried(machine, ITEMS)
    told = machine.documented(restore)
    assert told.returncode == 0, told.stderr
    assert queried(machine, ITEMS) == items
    assert queried(machine, VERSION) > before + 1_000_000
    assert json.loads(asked(machine, "8000", "/articles.json"))["count"] == ARTICLES


def queried(machine: Machine, statement: str) -> int:
    words = ("psql", "--username=onrecord", "--dbname=onrecord", "--quiet", "--tuples-only")
    told = machine.run("database", *words, f"--command={statement}")
    assert told.returncode == 0, told.stderr
    return int(told.stdout.split()[0])


@pytest.mark.postgresql
def test_the_services_run_and_their_checks_tell_how_they_are(machine: Machine) -> None:
    lasting = [name for name in machine.services if name not in {*ONCE, "database", "proxy"}]
    assert sorted(lasting) == ["scheduler", "web", "worker"]
    assert machine.run("migrate").returncode == 0
    assert machine.health("database") == 0
    assert replace(machine, client={"PGPORT": machine.here("8000")}).health("database") != 0
    for name in ("scheduler", "worker", "web"):
        assert machine.health(name) != 0
        machine.start(name)
        machine.becomes(name, well=True)

    told = machine.run("ingest")
    assert told.returncode == 0, told.stdout + told.stderr
    assert json.loads(asked(machine, "8000", "/articles.json"))["count"] == ARTICLES
    no_password_shows(machine)
    proxied(machine)
    backed_up_and_restored(machine)

    for process in machine.running:
        compose.stop(process)
    for name in ("scheduler", "worker", "web"):
        assert machine.health(name) != 0


@pytest.mark.postgresql
def test_a_library_moves_in_from_sqlite(machine: Machine) -> None:
    for words in (("dropdb", "--if-exists", "--force"), ("createdb",)):
        told = machine.run("database", *words, "--username=onrecord", "onrecord")
        assert told.returncode == 0, told.stderr
    file = machine.folder / "onrecord.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate.upgrade(engine)
    engine.dispose()
    with sqlite3.connect(file) as library:
        library.execute("INSERT INTO outlet (id, slug, name) VALUES (1, 'a', 'The A')")
    (commands,) = compose.blocks("From SQLite")
    told = machine.documented(commands)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Both hold the same" in told.stdout
