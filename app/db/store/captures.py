"""The bytes that articles were read from, kept once each, compressed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from app.db.store.inserting import insert
from app.db.tables import CaptureRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.domain.captures import Capture

_LEVEL = 6  # zlib's own choice: a page of news becomes a fifth, in two milliseconds


def save_capture(session: Session, capture: Capture) -> str:
    """Keep the bytes, if they are not kept yet; their hash."""
    sha256 = capture.sha256
    if session.get(CaptureRow, sha256) is None:
        row = {
            "sha256": sha256,
            "size": len(capture.data),
            "data": zlib.compress(capture.data, _LEVEL),
        }
        # Another process may have kept the same meanwhile.
        session.execute(insert(session, CaptureRow).on_conflict_do_nothing(), [row])
    return sha256


def capture_columns(session: Session, capture: Capture | None) -> dict[str, Any]:
    """What a version says of the bytes it was read from."""
    return {
        "capture_sha256": save_capture(session, capture) if capture else None,
        "captured_from": capture.address if capture else None,
        "captured_at": capture.captured_at if capture else None,
        "media_type": capture.media_type if capture else None,
        "charset": capture.charset if capture else None,
    }
