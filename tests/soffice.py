"""Find a LibreOffice to open files with, or say what to install."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.debian import find_or_install

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = "libreoffice-calc-nogui"
# Comma, quotation mark, UTF-8, from the first row on; cells as they are shown, the first sheet.
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
_FROM_CSV = "CSV:44,34,76,1"


def to_csv(file: Path, folder: Path) -> str:
    """The first sheet of a workbook or of a CSV file, as LibreOffice shows its cells.

    Skips the test where there is no LibreOffice.
    """
    # Half a minute, 88 MB to fetch and 272 MB of disk where it is not installed yet.
    soffice = find_or_install("soffice", _PACKAGE)
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
