"""/api/v1/snapshots/{id}: a comparison as it stood."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.web import snapshots
from app.web.api import examples
from app.web.api.models.snapshots import SnapshotContent
from app.web.api.parameters import Asked, takes
from app.web.api.reading import Identifier, reads, room
from app.web.dependencies import SessionDep

router = room("Snapshots")

_HEADERS = {
    "Snapshot-SHA256": {
        "description": "The SHA-256 of these bytes.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "Snapshot-Made-At": {
        "description": "When it was frozen, in UTC.",
        "schema": {"type": "string", "format": "date-time"},
    },
}


@reads(
    router,
    "/snapshots/{identifier}",
    SnapshotContent,
    examples.SNAPSHOT,
    headers=_HEADERS,
    tombstone="Problem",
)
def get_snapshot(
    identifier: Identifier,
    session: SessionDep,
    _asked: Annotated[Asked, Depends(takes())],
) -> Response:
    """A comparison as it stood, byte by byte as it was frozen.

    As `/snapshots/{identifier}.json`: it never changes, so that nothing of today stands in it.
    Its addresses are paths of this site. Of one that had to be removed 410 tells why and when, and
    its SHA-256.
    """
    return snapshots.as_json(identifier, session)
