"""Find a Chromium to drive, or say what to install."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.debian import find_or_install

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable(playwright: Playwright) -> str:
    """The path of a browser: one that is installed, Playwright's own, or Debian's, installed now.

    Raises RuntimeError with what to install when there is none.
    """
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    if found := find_or_install("chromium", "chromium", recommended=True):
        return found
    raise RuntimeError(
        "The browser tests need Chromium: install Debian's package 'chromium', Google Chrome, or "
        "Playwright's own with 'playwright install chromium'."
    )


def arguments() -> list[str]:
    """Flags that keep the browser from calling home, and let root start it."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    return flags
