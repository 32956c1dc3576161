"""What is known of an article whose text is stored, and what a new reading of it adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from app.db import keys
from app.db.columns import storable
from app.db.tables import ArticleRow, OutletRow, VersionRow
from app.domain.actors import slugify

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from app.domain.articles import Article
    from app.domain.dates import UncertainDate

NO_OUTLET = "Unknown outlet"


@dataclass(frozen=True, slots=True)
class Known:
    """A stored version of an article, and what is known of the article."""

    article: str  # id
    version: str  # id
    newest: bool
    file: str
    text: str
    title: str | None
    outlet: str | None  # None: unknown
    published: UncertainDate
    published_note: str
    language: str | None  # declared or recognised
    decided: bool = False  # an editor wrote its title, outlet and date

    def completed(self, reading: Article) -> Article:
        """The reading with all that is known: what it gives itself, and the rest as stored.

        What a reading does not give (None, an unknown date, an empty note) takes nothing away. A
        title that is only the text's own first line is none where nothing else is given: that is
        how a file without an articles.yaml comes. A new date takes the note on the old one along.
        What an editor wrote stands, whatever the reading gives.
        """
        if self.decided:
            return replace(
                reading,
                title=self.title,
                outlet=self.outlet,
                published=self.published,
                published_note=self.published_note,
                language=_storable(reading.language) or self.language,
            )
        given = _storable(reading.title)
        if _is_bare(reading) and given == _first_line(self.text):
            given = None
        published = reading.published if reading.published.known else self.published
        note = storable(reading.published_note)
        if not note and published == self.published:
            note = self.published_note
        return replace(
            reading,
            title=given or self.title,
            outlet=_storable(reading.outlet) or self.outlet,
            published=published,
            published_note=note,
            language=_storable(reading.language) or self.language,
        )

    def told_otherwise(self, reading: Article) -> dict[str, str | None]:
        """What a reading gives of the title, the outlet and the date otherwise than an editor.

        Nothing where no editor wrote them, or for a text that was replaced.
        """
        if not (self.decided and self.newest):
            return {}
        told = {
            "title": None if _is_bare(reading) else _storable(reading.title),
            "outlet": _storable(reading.outlet),
            "date": reading.published.edtf,
        }
        known = {"title": self.title, "outlet": self.outlet, "date": self.published.edtf}
        return {name: value for name, value in told.items() if value and value != known[name]}

    def changes(self, reading: Article) -> tuple[str, ...]:
        """What the reading knows otherwise, in words; nothing for a text that was replaced."""
        if not self.newest:
            return ()
        known = {
            "title": self.title,
            "date": self.published,
            "outlet": _slug(self.outlet),
            "note": self.published_note,
            "language": self.language,
        }
        told = facts(self.completed(reading))
        return tuple(name for name in known if known[name] != told[name])


class Overtaken(Exception):  # noqa: N818 - no error: another process was faster
    """More has become known of the article than the extraction was made with."""


def facts(article: Article) -> dict[str, Any]:
    """What is known of an article, by the words that people are told; spellings made equal."""
    return {
        "title": _storable(article.title),
        "date": article.published,
        "outlet": _slug(article.outlet),
        "note": storable(article.published_note),
        "language": _storable(article.language),
    }


def recognise(session: Session, reading: Article, text: str) -> Known | None:
    """The stored version with this clean text of the article that was read; None: there is none.

    With an address, the article with that address. Without one, among those with the very text:

    1. the one from the outlet that the reading gives;
    2. the one read from the same file: what is said of the file was corrected, or is missing;
    3. one whose outlet nobody knew, or any where the reading gives no outlet.

    So two outlets that print one text are two articles, and a reading that knows less than an
    earlier one finds what that one stored. Only by its file does it find one with an address.
    """
    identity = keys.article_identity(reading.address, text, reading.outlet)
    same_text = VersionRow.sha256 == keys.text_hash(text)
    if reading.address:
        wanted = and_(ArticleRow.identity == identity, same_text)
    else:
        file = storable(reading.file)
        wanted = and_(same_text, or_(ArticleRow.address.is_(None), VersionRow.file == file))
    columns = select(ArticleRow, VersionRow, OutletRow)
    found = session.execute(
        columns.join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .join(OutletRow, OutletRow.id == ArticleRow.outlet_id)
        .where(wanted)
        .order_by(ArticleRow.identity)
        .execution_options(populate_existing=True)
    ).all()
    if reading.address:
        return known_of(found[0]) if found else None
    ranked = [(rank, row) for row in found if (rank := _rank(row, reading, identity)) is not None]
    return known_of(min(ranked, key=lambda pair: pair[0])[1]) if ranked else None


def _rank(
    row: Row[ArticleRow, VersionRow, OutletRow], reading: Article, identity: str
) -> int | None:
    """How well a stored article of the same text fits a reading without an address."""
    article, version, outlet = row
    if reading.outlet and outlet.slug == slugify(reading.outlet):
        return 0
    if version.file == storable(reading.file) and not (article.address and reading.outlet):
        return 1
    if outlet.slug == slugify(NO_OUTLET) or not reading.outlet:
        return 2
    # Its outlet was corrected since; a second article cannot have the same id.
    return 3 if article.identity == identity else None


def known_of(row: Row[ArticleRow, VersionRow, OutletRow]) -> Known:
    """What the rows of an article, one of its texts and its outlet say."""
    article, version, outlet = row
    return Known(
        article=article.id,
        version=version.id,
        newest=version.newest,
        file=version.file,
        text=version.text,
        title=article.title,
        outlet=None if outlet.slug == slugify(NO_OUTLET) else outlet.name,
        published=article.published,
        published_note=article.published_note,
        language=article.language,
        decided=article.decided_by is not None,
    )


def _is_bare(reading: Article) -> bool:
    """Whether nobody said anything of the file, so that its title was taken from its text."""
    given = (reading.address, reading.outlet, reading.published_note, reading.language)
    return not any(given) and not reading.published.known


def _first_line(text: str) -> str | None:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return next((line for line in lines if line), None)


def _slug(outlet: str | None) -> str | None:
    return slugify(outlet) if outlet else None


def _storable(words: str | None) -> str | None:
    return storable(words) if words else None
