"""Small PDF files, written by hand."""

from __future__ import annotations

from typing import NamedTuple

HEIGHT = 842


class Text(NamedTuple):
    """Words at a place, in points from the lower left corner."""

    words: str
    left: float
    bottom: float
    size: float = 11


def column(lines: list[str], top: float = 740, left: float = 72, size: float = 11) -> list[Text]:
    """Lines one below the other; a line that begins with a space is set in, an empty one a gap."""
    found = []
    for line in lines:
        if line:
            inset = 20 if line.startswith(" ") else 0
            found.append(Text(line.strip(), left + inset, top, size))
        top -= size * (1.25 if line else 0.8)
    return found


def make_pdf(*pages: list[Text], info: str = "", trailer: str = "", catalog: str = "") -> bytes:
    """A PDF of these pages. ``info``, ``trailer`` and ``catalog`` are entries of those."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(), b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    objects.append(f"<< {info} >>".encode("cp1252"))
    kids = []
    for page in pages:
        shown = b"".join(
            b"/F %g Tf 1 0 0 1 %g %g Tm (%s) Tj\n"
            % (text.size, text.left, text.bottom, _literal(text.words))
            for text in page
        )
        content = b"BT\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 %d] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer.encode(),
        start,
    )
    return bytes(out)


def _literal(words: str) -> bytes:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("cp1252")
