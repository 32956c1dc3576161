"""Fixtures for all tests."""

from __future__ import annotations

pytest_plugins = ["tests.postgresql"]


def pytest_make_parametrize_id(config: object, val: object, argname: str) -> str | None:
    """What stands for a parameter in a test's name; None leaves it to pytest.

    Packed bytes hold the time of packing, and workers that run the tests side by side must
    all find the same names.
    """
    return argname if isinstance(val, bytes) else None
