"""Install Debian's packages that a test drives, where it may."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_LOCK = Path(tempfile.gettempdir()) / "onrecord-tests-apt.lock"


def find_or_install(program: str, *packages: str, recommended: bool = False) -> str:
    """The path of a program, installed now from these packages if there is none; else ""."""
    found = shutil.which(program)
    if found is None:
        install(*packages, recommended=recommended)
    return found or shutil.which(program) or ""


def install(*packages: str, recommended: bool = False) -> None:
    """Install packages, if this is root on a Debian; what could not be is told by apt alone.

    Workers that run tests side by side take turns: apt's own lock would make the second fail.
    """
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    wanted = f"--{'' if recommended else 'no-'}install-recommends"
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for arguments in (("update", "-qq"), ("install", "-y", "-qq", wanted, *packages)):
            subprocess.run(
                (apt, "-o", "DPkg::Lock::Timeout=300", *arguments),
                check=False,
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
                stdout=subprocess.DEVNULL,
            )
