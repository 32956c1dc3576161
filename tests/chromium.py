"""Find a Chromium to drive, or say what to install."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.debian import find_or_install

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

# The same engine without the windows, tabs and services of a whole browser, which make a fresh
# context cost three times the processor time.
_SHELL = "chromium-headless-shell"
_WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable(playwright: Playwright) -> str:
    """The path of a browser: Debian's headless shell, installed now where it may be, or another.

    Raises RuntimeError with what to install when there is none.
    """
    if found := find_or_install(_SHELL, _SHELL, "fonts-liberation"):
        return found
    for name in _WHOLE:
        if whole := shutil.which(name):
            return whole
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    raise RuntimeError(
        "The browser tests need Chromium: install Debian's package 'chromium-headless-shell', "
        "Chromium, Google Chrome, or Playwright's own with 'playwright install chromium'."
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
