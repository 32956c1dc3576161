"""Starlette's test client, without its warning that httpx will be replaced by httpx2.

httpx2 is not a dependency yet; when it is, this file goes and the import is direct.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=".*httpx2.*")
    from starlette.testclient import TestClient

__all__ = ["TestClient"]
