"""``python -m app.cli`` is ``onrecord``."""

from __future__ import annotations

from app.cli import main

main(prog_name="onrecord")
