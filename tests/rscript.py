"""Find R with jsonlite, or install Debian's (12 seconds, 54 MB), or say what to install."""

from __future__ import annotations

import shutil
import subprocess

from tests.debian import install


def executable() -> str:
    """The path of Rscript. Raises RuntimeError with what to install when there is none."""
    found = shutil.which("Rscript")
    if not (found and _has_jsonlite(found)):
        install("r-base-core", "r-cran-jsonlite")
        found = shutil.which("Rscript")
    if found and _has_jsonlite(found):
        return found
    raise RuntimeError(
        "The example in R needs Rscript and the package jsonlite: install Debian's packages "
        "'r-base-core' and 'r-cran-jsonlite'."
    )


def _has_jsonlite(rscript: str) -> bool:
    asked = (rscript, "--vanilla", "-e", "library(jsonlite)")
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0
