"""Which id each thing has: a hash of what makes it that thing, and of nothing else."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from app.db.columns import storable
from app.domain.actors import slugify
from app.domain.addresses import canonical, identity
from app.domain.ids import make_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.spans import Span


def text_hash(text: str) -> str:
    """The SHA-256, in hexadecimal, of a clean text as it is stored, in UTF-8."""
    return sha256(storable(text).encode()).hexdigest()


def article_identity(address: str | None, text: str, outlet: str | None) -> str:
    """What makes an article this one: its address or, without one, its clean text and outlet.

    Of an address what all addresses of one article have in common (app/domain/addresses). An
    outlet that is not given is left out; one slug, however it is spelt, is one outlet.
    """
    if address:
        return storable(identity(address))
    hashed = f"sha256:{text_hash(text)}"
    return f"{hashed} {slugify(outlet)}" if outlet else hashed


def article_id(address: str | None, text: str, outlet: str | None) -> str:
    """The id of an article that is stored for the first time.

    Of its address in the one form that it can be opened by, so that an address without anything to
    take off gives the id that it always gave.
    """
    if address:
        return make_id("article", storable(canonical(address)))
    return make_id("article", article_identity(None, text, outlet))


def version_id(article: str, text: str) -> str:
    """The id of an article's version with that clean text."""
    return make_id("version", article, text_hash(text))


def statement_id(version: str, content: Sequence[Span], tie: int) -> str:
    """The id of a statement; ``tie`` counts those before it with the same content from 0.

    Not the speaker: who is right about the speaker may change, the words that were said do not.
    """
    spans = ",".join(f"{span.start}-{span.end}" for span in content)
    return make_id("statement", version, spans, *([str(tie)] if tie else []))


def position_id(
    statement: str, issue: str, holder: str, asserted_by: str | None, tie: int = 0
) -> str:
    """The id of a statement's position on an issue; actors and issue by their slugs."""
    parts = ("position", statement, issue, holder, asserted_by or "")
    return make_id(*parts, *([str(tie)] if tie else []))


def outlet_id(slug: str) -> str:
    """The id of the outlet with that slug."""
    return make_id("outlet", slug)


def actor_id(slug: str) -> str:
    """The id of the actor with that slug."""
    return make_id("actor", slug)


def issue_id(slug: str) -> str:
    """The id of the issue with that slug."""
    return make_id("issue", slug)


def alias_id(actor: str, name: str) -> str:
    """The id of an actor's other name."""
    return make_id("alias", actor, name)


def role_id(actor: str, *parts: str) -> str:
    """The id of an actor's role; ``parts`` are all that is known of it."""
    return make_id("role", actor, *parts)


def proposal_id(kind: str, identifier: str, says: str) -> str:
    """The id of what the machine says of an object; the same said again has the same."""
    return make_id("proposal", kind, identifier, says)
