"""Failed: why one request gave nothing; the fetcher makes a NotFetched of it in the end."""

from __future__ import annotations


class Failed(Exception):  # noqa: N818 - a fact about an address; the others go on
    """A request that gave nothing, with one sentence for people.

    ``again`` tells that another try in a moment may help, ``passing`` that another day may;
    ``wait`` is how long its server asked to be left alone, in seconds.
    """

    def __init__(
        self,
        reason: str,
        *,
        again: bool = False,
        passing: bool = False,
        status: int | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.passing = passing or again
        self.status = status
        self.wait = wait


class TooManyRedirects(Failed):
    """It led from address to address and to no page."""
