"""Find a LibreOffice to open files with, or say what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = "libreoffice-calc-nogui"
# Comma, quotation mark, UTF-8, from the first row on; cells as they are shown, the first sheet.
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
_FROM_CSV = "CSV:44,34,76,1"


@cache
def _executable() -> str:
    """One that is installed, or Debian's, installed now; empty when there is none.

    Debian's takes half a minute, 88 MB to fetch and 272 MB of disk.
    """
    if found := shutil.which("soffice"):
        return found
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        wait = ("-o", "DPkg::Lock::Timeout=300")  # another worker may be at it
        for arguments in (
            ("update", "-qq"),
            ("install", "-y", "-qq", "--no-install-recommends", _PACKAGE),
        ):
            subprocess.run(
                (apt, *wait, *arguments), check=True, env=environment, stdout=subprocess.DEVNULL
            )
    return shutil.which("soffice") or ""


def to_csv(file: Path, folder: Path) -> str:
    """The first sheet of a workbook or of a CSV file, as LibreOffice shows its cells.

    Skips the test where there is no LibreOffice.
    """
    soffice = _executable()
    if not soffice:
        pytest.skip(
            f"This test opens files with LibreOffice: install Debian's package '{_PACKAGE}', or "
            "LibreOffice itself, so that there is a command 'soffice'."
        )
    own = f"-env:UserInstallation=file://{folder}/profile"  # several may run at once
    read = (f"--infilter={_FROM_CSV}",) if file.suffix == ".csv" else ()
    made = folder / "shown"
    subprocess.run(
        (
            *(soffice, own, "--headless", "--norestore", *read),
            *("--convert-to", _AS_CSV, "--outdir", str(made), str(file)),
        ),
        check=True,
        timeout=180,
        capture_output=True,
    )
    (sheet,) = made.glob("*.csv")
    return sheet.read_text("utf-8")
