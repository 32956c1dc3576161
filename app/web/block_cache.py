"""Kept blocks: pieces of pages, rendered once for as long as the data stays as it is.

For pages that are not kept whole: another choice shows the same cards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from app.db.reading import COVERED, noted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from app.web.kept import Kept

_WIDEST = 2  # bytes of a character in Python's strings, as a rule (“ and ’ are no Latin-1)


def kept_block(kept: Kept, version: int, key: Hashable, make: Callable[[], str]) -> Markup:
    """The block that ``make`` renders, or the one kept under this version and key.

    ``kept`` is the site's (``request.app.state.site.kept``), whose bound it shares with pages.
    ``version`` is ``data_version(session)`` of the session that what it shows was read by. The key
    tells all else that decides how it looks: the macro's name first, ids, options, today's date
    where it is printed. It must not differ by who asks. Only what is escaped already comes out.
    """
    place = ("block", key)
    found: Markup | None = kept.get(version, place)
    if found is not None:
        return found
    with noted() as reading:
        made = Markup(make())  # noqa: S704 - rendered by a template, which escapes
    if reading.within(COVERED) and not reading.seconds:
        kept.put(version, place, made, _WIDEST * len(made))
    return made
