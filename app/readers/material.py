"""Material: something to be read, of a kind that is not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Self

from app.errors import UnreadableSource

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.captures import Capture

HEAD_BYTES = 65_536  # enough to tell of which kind something is


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one thing may take."""

    max_text_bytes: int  # of a text, and of the text in a document
    max_document_bytes: int  # of a page, a mail, a PDF or a Word document, unpacked
    max_seconds: float  # for reading one document
    max_depth: int = 3  # how deep archives may lie in one another


@dataclass(frozen=True, slots=True)
class Material:
    """A file, a part of an archive, or what was fetched, with what is known of it."""

    name: str  # a path or an address, and the part of it: "news.wacz: archive/data.warc.gz: 12"
    stream: BinaryIO  # seekable, at its start; whoever made it closes it
    address: str | None = None
    media_type: str | None = None  # as declared: a hint
    charset: str | None = None  # as declared: a hint
    captured_at: datetime | None = None  # UTC
    depth: int = 0  # how many archives it lies in

    @classmethod
    def of_capture(cls, name: str, capture: Capture) -> Self:
        """Bytes that were captured, to be read under that name."""
        return cls(
            name=name,
            stream=BytesIO(capture.data),
            address=capture.address,
            media_type=capture.media_type,
            charset=capture.charset,
            captured_at=capture.captured_at,
        )

    def head(self) -> bytes:
        """Its first bytes; the stream stands at its start afterwards."""
        found = self.stream.read(HEAD_BYTES)
        self.stream.seek(0)
        return found

    def data(self, most: int) -> bytes:
        """All of its bytes; raises UnreadableSource when they are more than ``most``."""
        found = self.stream.read(most + 1)
        self.stream.seek(0)
        if len(found) > most:
            raise UnreadableSource(self.name, f"It is larger than {most:,} bytes.")
        return found
