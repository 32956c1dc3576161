"""What stands in many answers: dates, spans, addresses, references to actors and articles."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis

Id = Annotated[
    str,
    Field(
        description="13 characters; never used for another thing.",
        pattern="^[0-9a-hjkmnp-tv-z]{13}$",
    ),
]
Slug = Annotated[str, Field(description="Lower-case letters, digits and hyphens.")]
Address = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
Span = Annotated[
    list[int],
    Field(
        min_length=2,
        max_length=2,
        description="Where words begin and end in the article's clean text: code points, from 0, "
        "the end not included.",
    ),
]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Moment = Annotated[datetime, Field(description="RFC 3339, in UTC.")]


class Model(BaseModel):
    """What all models share: the text below an attribute describes it."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class UncertainDate(Model):
    """A date as far as it is known, and how it is known."""

    edtf: str | None
    """As EDTF (ISO 8601-2): a day, a month, a year, or two of them joined by `/`, each with `?`,
    `~` or `%` where it is not certain. Null: nothing is known."""
    first: date | None
    """The first day that it may be."""
    last: date | None
    """The last day that it may be."""
    basis: DateBasis
    """How it is known: `stated` in the text, by the outlet's `metadata`, from a `weekday`,
    `inferred` from other facts, or `unknown`."""
    guessed: bool
    """Whether pages show it with a question mark."""


class PublishedDate(UncertainDate):
    """When an article was published."""

    note: str
    """What is known about this date, in words; may be empty."""


class ActorRef(Model):
    """Just enough of an actor to name it."""

    slug: Slug
    name: str
    kind: ActorKind
    country: str | None
    """ISO 3166-1 alpha-2, or `EU`."""
    in_directory: bool
    """Whether it was known before any article was read."""
    url: Address
    """Its page."""


class OutletRef(Model):
    """Who published an article."""

    slug: Slug
    name: str


class ArticleRef(Model):
    """An article as lists show it."""

    id: Id
    title: str
    outlet: OutletRef
    address: str | None
    """Where it stands at the outlet."""
    published: PublishedDate
    language: str | None
    """ISO 639-1."""
    url: Address
    """Its page here."""


class Answer(Model):
    """What every answer holds."""

    retrieved_at: Moment
    """When the answer was made. Answers that differ in nothing else have one `ETag`."""


class Page(Answer):
    """What every page of a list holds."""

    next: Address | None
    """The address of the next page, also in the header `Link`; null: this is the last."""
