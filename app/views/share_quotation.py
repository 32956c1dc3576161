"""Quotation: a statement in the words of schema.org, for search engines and citation tools.

No ClaimReview: nobody here judges whether it is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis
from app.domain.statements import BREAK, StatementKind
from app.views.links import actor_address, article_address, statement_address

if TYPE_CHECKING:
    from app.domain.dates import UncertainDate
    from app.domain.records import StatementRecord

_TYPE = {
    ActorKind.PERSON: "Person",
    ActorKind.ORGANISATION: "Organization",
    ActorKind.GOVERNMENT: "GovernmentOrganization",
    ActorKind.GROUP: "Organization",
    ActorKind.OFFICE: "Person",
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A statement as schema.org has it, its addresses still paths."""

    statement: StatementRecord

    def data(self, origin: str) -> dict[str, Any]:
        """The JSON-LD. A day that is guessed, or not one day, month or year, is left out."""
        one = self.statement
        article = one.article
        printed: dict[str, Any] = {
            "@type": "NewsArticle",
            "@id": f"{origin}{article_address(article.id)}",
            "headline": article.title,
            "publisher": {"@type": "Organization", "name": article.outlet.name},
        }
        if web_address(article.address):
            printed["url"] = article.address
        if published := known_day(article.published):
            printed["datePublished"] = published
        if article.language:
            printed["inLanguage"] = article.language
        creator: dict[str, Any] = {
            "@type": _TYPE[one.actor.kind],
            "@id": f"{origin}{actor_address(one.actor.slug)}",
            "name": one.actor.name,
        }
        if one.role and one.actor.kind is ActorKind.PERSON:
            creator["jobTitle"] = one.role
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": f"{origin}{statement_address(one.id)}",
            "url": f"{origin}{statement_address(one.id)}",
            "text": BREAK.join(one.content_text),
            "creator": creator,
            "isPartOf": printed,
        }
        if one.kind is not StatementKind.DIRECT:
            # schema.org has no word for it; "text" would otherwise be taken for the speaker's own.
            data["disambiguatingDescription"] = "Reported in the outlet's words"
        if article.language:
            data["inLanguage"] = article.language
        if said := known_day(one.said_on):
            data["dateCreated"] = said
        return data


def web_address(address: str | None) -> bool:
    """Whether an address that came from outside is one of the web: never a script."""
    return bool(address) and str(address).lower().startswith(("http://", "https://"))


def known_day(when: UncertainDate) -> str | None:
    """A day, month or year in ISO 8601 as far as it is known; None where it is a guess."""
    if not when.known or when.guessed or when.basis is DateBasis.UNKNOWN or not when.edtf:
        return None
    return when.edtf if when.edtf.replace("-", "").isdigit() else None
