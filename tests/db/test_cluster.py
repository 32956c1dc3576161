from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import postgresql

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without PostgreSQL."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "PROGRAMS", tmp_path)


def test_without_postgresql_ci_fails_and_says_what_to_install(
    no_programs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with (
        pytest.raises(pytest.fail.Exception, match="install the package 'postgresql'"),
        postgresql.running_cluster(),
    ):
        pass


def test_without_postgresql_a_person_is_told_what_was_skipped(
    no_programs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with (
        pytest.raises(pytest.skip.Exception, match="install the package 'postgresql'"),
        postgresql.running_cluster(),
    ):
        pass


def test_a_cluster_leaves_nothing_behind(cluster: postgresql.Cluster) -> None:
    with postgresql.running_cluster() as another:
        assert another.socket != cluster.socket
        assert (another.socket / "data" / "postmaster.pid").exists()
    assert not another.socket.exists()
