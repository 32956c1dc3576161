"""The layers of app/__init__.py hold, and no module stands outside them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_no_import_crosses_the_layers() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        (linter, "--no-cache"),
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
