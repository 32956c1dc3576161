"""SnapshotFile: a snapshot as one HTML file that needs no network, and what proves it."""

from __future__ import annotations

import re
from base64 import b64decode, encodebytes
from binascii import Error
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING

from app.domain.ids import make_id
from app.domain.snapshots import Snapshot, canonical_json
from app.errors import InputError
from app.views.snapshot import FORM, snapshot_page

if TYPE_CHECKING:
    from app.views.snapshot import SnapshotPage

_FROZEN = re.compile(r'<script id="frozen" type="text/plain">\n([A-Za-z0-9+/=\n]*)\n</script>')
# Lines for a shell that print the hash of the data in a file.
_BY_TOOLS = (
    r"""sed -n '/<script id="frozen"/,/<\/script>/{//!p;}'""",
    "| base64 -d | sha256sum",
)
_BY_PYTHON = (
    'python3 -c "import base64,hashlib,re,sys; '
    "t=open(sys.argv[1],encoding='utf-8').read(); "
    "d=re.search('<script id=.frozen.[^>]*>([^<]*)',t)[1]; "
    'print(hashlib.sha256(base64.b64decode(d)).hexdigest())"'
)
_META = re.compile(r'<meta name="onrecord-([a-z0-9-]+)" content="([^"<>]*)">')


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """All that the file shows. Addresses in ``page`` are paths of the site at ``origin``."""

    page: SnapshotPage
    id: str
    origin: str
    encoded: str  # the frozen bytes in base64, in lines as in mail
    file: str  # what the file is called
    by_tools: str  # a line for a shell that prints the hash of the data in the file
    by_python: str


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a file: the snapshot, and what the file says of it besides."""

    snapshot: Snapshot
    origin: str
    version: str  # of the program that made the file


def file_of(identifier: str) -> str:
    """What the file of a snapshot is called."""
    return f"onrecord-snapshot-{identifier}.html"


def snapshot_file(snapshot: Snapshot, origin: str) -> SnapshotFile:
    """The file of a snapshot of the site at ``origin``; the same for the same snapshot."""
    name = file_of(snapshot.id)
    return SnapshotFile(
        page=snapshot_page(snapshot, snapshot.data, "", differs=False),
        id=snapshot.id,
        origin=origin,
        encoded=encodebytes(snapshot.content).decode().rstrip("\n"),
        file=name,
        by_tools=f"{_BY_TOOLS[0]} {name} {_BY_TOOLS[1]}",
        by_python=f"{_BY_PYTHON} {name}",
    )


def read_file(content: bytes) -> Found:
    """What is in a snapshot's file.

    Raises InputError where it is none, or where its data are not those that it says they are.
    What the file shows is not looked at: it has to be what is made of the data again.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("This is no snapshot that On Record made: it is not UTF-8.") from error
    blocks = _FROZEN.findall(text)
    head = text.partition("</head>")[0]
    said = {name: unescape(value) for name, value in _META.findall(head)}
    missing = {"id", "frozen-at", "sha256", "origin", "version"} - set(said)
    if len(blocks) != 1 or missing:
        raise InputError("This is no snapshot that On Record made, or a part of it is missing.")
    try:
        data = b64decode(blocks[0], validate=False)
    except Error as error:
        raise InputError("The data in this file are broken: they are no base64.") from error
    digest = sha256(data).hexdigest()
    if digest != said["sha256"]:
        raise InputError(
            f"The data in this file were changed: their SHA-256 is {digest}, and the file says "
            f"{said['sha256']}."
        )
    try:
        found = Snapshot("", "", datetime.fromisoformat(said["frozen-at"]), digest, data)
        read = found.data
        address = str(read["address"])
        whole = read["form"] == FORM and canonical_json(read) == data
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("The data in this file are no snapshot.") from error
    identifier = make_id("snapshot", address, digest)
    if not whole or identifier != said["id"]:
        raise InputError("The data in this file are no snapshot, or not the one that it names.")
    snapshot = Snapshot(identifier, address, found.made_at, digest, data)
    return Found(snapshot, said["origin"], said["version"])
