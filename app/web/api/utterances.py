"""/api/v1/utterances/{id}: what somebody said once, with every report of it."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.web import utterances
from app.web.api import examples
from app.web.api.models.statements import UtteranceAnswer
from app.web.api.parameters import Asked, takes
from app.web.api.problems import PREFIX
from app.web.api.reading import Identifier, reads, room
from app.web.dependencies import AbsoluteDep, SessionDep

router = room("Utterances")


@reads(
    router,
    "/utterances/{identifier}",
    UtteranceAnswer,
    examples.UTTERANCE,
    moved="302 The id is that of another report; the utterance has that of the earliest.",
)
def get_utterance(
    identifier: Identifier,
    session: SessionDep,
    absolute: AbsoluteDep,
    _asked: Annotated[Asked, Depends(takes())],
) -> Response:
    """One utterance with every report of it, word by word beside the others.

    As `/utterances/{identifier}.json`. The id of any report leads to that of the earliest.
    """
    found = queries.utterance(session, identifier)
    if found is not None and found.id != identifier:
        address = f"{PREFIX}/utterances/{found.id}"
        return RedirectResponse(address, 302, {"Cache-Control": "no-cache"})
    return utterances.as_json(identifier, session, absolute)
