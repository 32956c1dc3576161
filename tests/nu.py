"""Find the Nu Html Checker, the validator of the W3C and the WHATWG, or say what to install."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.debian import find_or_install

if TYPE_CHECKING:
    from collections.abc import Mapping

# Its makers publish every version at npm; npm compares the hash that the registry gives.
_VERSION = "26.9.27"
_JAR = Path(__file__).parents[1] / ".cache" / f"vnu-{_VERSION}.jar"
_JAVA = "default-jre-headless"
# Two things that it tells of are meant: htmx's own attributes, which browsers pass over; and the
# roles of tables that a narrow screen shows as blocks, where browsers forget that they are tables.
_MEANT = re.compile(
    r"Attribute “hx-|The “role” attribute must not be used on an? “(?:t[dhr]|tbody|thead)” element"
)


@cache
def _jar() -> Path | None:
    """The checker: the file that ``ONRECORD_VNU_JAR`` names, or npm's, fetched once (30 MB)."""
    if named := os.environ.get("ONRECORD_VNU_JAR"):
        return Path(named)
    npm = shutil.which("npm")
    if not _JAR.exists() and npm:
        _JAR.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_JAR.parent) as folder:
            fetched = subprocess.run(
                (npm, "pack", "--silent", f"vnu-jar@{_VERSION}"),
                cwd=folder,
                check=False,
                timeout=300,
                capture_output=True,
            )
            if fetched.returncode == 0:
                (packed,) = Path(folder).glob("*.tgz")
                with tarfile.open(packed) as files:
                    inner = files.extractfile("package/build/dist/vnu.jar")
                    assert inner is not None
                    whole = Path(folder) / "vnu.jar"
                    whole.write_bytes(inner.read())
                whole.replace(_JAR)
    return _JAR if _JAR.exists() else None


def mistakes(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What is wrong with these pages, each mistake with the name of its page; in one run.

    Skips the test where there is no Java, or no checker can be had.
    """
    java, jar = find_or_install("java", _JAVA), _jar()
    if not java or jar is None:
        pytest.skip(
            f"This test validates HTML with the Nu Html Checker: install Java (Debian's package "
            f"'{_JAVA}') and npm, or name its vnu.jar in ONRECORD_VNU_JAR."
        )
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html)
        names[file.name] = name
    done = subprocess.run(
        (java, "-Xss4m", "-jar", str(jar), "--format", "json", "--stdout", str(folder)),
        check=False,
        timeout=300,
        capture_output=True,
        text=True,
    )
    return [
        f"{names[one['url'].rpartition('/')[2]]}: {one['message']} {one.get('extract', '')!r}"
        for one in json.loads(done.stdout)["messages"]
        if one["type"] != "info" and not _MEANT.match(one["message"])
    ]
