"""Walking: from a material of any kind to what it holds, however deep."""

from __future__ import annotations

import logging
import zlib
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from app.errors import SetupError, UnreadableSource
from app.readers.files import reason_for
from app.readers.material import Limits, Material
from app.readers.recognition import Kind, recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.articles import Article
    from app.domain.captures import Link
    from app.readers.columns import Columns

_log = logging.getLogger(__name__)

# Imported when the first of its kind is met: PDF and Word take long to load.
_READERS = {
    Kind.TEXT: ("text", "read_plain"),
    Kind.MARKDOWN: ("markdown", "read_markdown"),
    Kind.HTML: ("html", "read_html"),
    Kind.FEED: ("feeds", "read_feed"),
    Kind.SITEMAP: ("sitemaps", "read_sitemap"),
    Kind.TABLE: ("tables", "read_table"),
    Kind.MAIL: ("mail", "read_mail"),
    Kind.PDF: ("pdf", "read_pdf"),
    Kind.DOCX: ("docx", "read_docx"),
    Kind.WARC: ("warc", "read_warc"),
    Kind.WACZ: ("wacz", "read_wacz"),
    Kind.ZIP: ("zips", "read_zip"),
    Kind.GZIP: ("unpacking", "read_gzip"),
    Kind.BZIP2: ("unpacking", "read_bzip2"),
}
# Of these, one file is one article.
SINGLE = frozenset({Kind.TEXT, Kind.MARKDOWN, Kind.HTML, Kind.MAIL, Kind.PDF, Kind.DOCX})
# Of these, no more is needed than a document may have.
BOUNDED = SINGLE | {Kind.FEED}
# A line of a report for each of ten million broken rows would help nobody.
_MOST_BAD = 10_000


def walk(
    material: Material,
    limits: Limits,
    kind: Kind | None = None,
    *,
    columns: Columns | None = None,
) -> Iterator[Article | Link | UnreadableSource]:
    """What a material holds: articles, links, and what could not be read and why.

    ``kind`` is given where it has been recognised already, ``columns`` where somebody said what
    the columns of tables are called. Nothing is raised but SetupError: a problem is a value here,
    and so is a mistake of ours, which is logged with its traceback. A thing of which thousands of
    parts cannot be read and next to none can is given up.
    """
    good = bad = 0
    for found in _walk(material, limits, kind, columns=columns):
        yield found
        problem = isinstance(found, UnreadableSource)
        bad += problem
        good += not problem
        if bad > _MOST_BAD and bad > 10 * good:
            reason = f"{bad:,} of its parts cannot be read; the rest was not looked at."
            yield UnreadableSource(material.name, reason)
            return


def _walk(
    material: Material,
    limits: Limits,
    kind: Kind | None = None,
    *,
    columns: Columns | None,
) -> Iterator[Article | Link | UnreadableSource]:
    try:
        kind = kind or _recognised(material, limits)
        material.stream.seek(0)
        for found in _reader(kind, columns)(material, limits):
            if isinstance(found, Material):
                inner = replace(found, name=_within(found, material), depth=material.depth + 1)
                yield from _walk(inner, limits, columns=columns)
            else:
                yield found
    except (UnreadableSource, SetupError) as problem:
        if isinstance(problem, SetupError):
            raise
        yield problem
    except (EOFError, zlib.error) as error:
        _log.debug("%s is damaged", material.name, exc_info=error)
        yield UnreadableSource(material.name, "It is damaged, or not whole.")
    except OSError as error:
        damaged = error.errno is None  # of an archive, not of the system
        reason = "It is damaged, or not whole." if damaged else reason_for(error)
        yield UnreadableSource(material.name, reason)
    except (MemoryError, RecursionError):
        yield UnreadableSource(material.name, "Reading it takes more memory than there is.")
    except Exception as error:  # noqa: BLE001 - our mistake in one file costs no other
        _log.exception("%s could not be read", material.name)
        reason = f"On Record failed on it ({type(error).__name__}); please report this."
        yield UnreadableSource(material.name, reason)


def _within(found: Material, material: Material) -> str:
    """The name of what lies in a material: that of the material first, for that is what exists."""
    if found.name.startswith(material.name):
        return found.name
    return f"{material.name}: {found.name.rpartition('/')[2]}"


def _recognised(material: Material, limits: Limits) -> Kind:
    if material.depth > limits.max_depth:
        reason = f"It lies more than {limits.max_depth} archives deep."
        raise UnreadableSource(material.name, reason)
    return recognise(material)


def _reader(
    kind: Kind, columns: Columns | None = None
) -> Callable[[Material, Limits], Iterator[Article | Link | Material | UnreadableSource]]:
    module, function = _READERS[kind]
    reader = cast(
        "Callable[..., Iterator[Article | Link | Material | UnreadableSource]]",
        getattr(import_module(f"app.readers.{module}"), function),
    )
    return partial(reader, columns=columns) if kind is Kind.TABLE and columns else reader
