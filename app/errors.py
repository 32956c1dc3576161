"""Everything On Record may raise, in one tree.

    OnRecordError
    ├── InputError                 what was given cannot be used; exit status 1
    │   ├── UnreadableSource       a file, folder or address that gives no article
    │   │   └── NotFetched         an address that cannot be fetched, now or ever
    │   └── InvalidDefinition      an actors, issues, articles or gold file that is not of its form
    ├── QueryError                 a request that asks for something malformed; HTTP 400
    ├── NotFoundError              nothing has that name or number; HTTP 404
    │   └── GoneError              it was withdrawn or merged; HTTP 410
    ├── ConflictError              somebody else changed it meanwhile; HTTP 409
    ├── BusyError                  too much is asked at the moment; HTTP 503, and when to ask again
    └── SetupError                 the installation is not complete; exit status 2

HTTP statuses are given once, in app/web/errors.py; exit statuses once, in app/cli.py. A message
is one or two sentences for the person who reads it: what is wrong, and what to do.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """The root of all errors that On Record raises on purpose."""


class InputError(OnRecordError):
    """What was given cannot be used."""


class UnreadableSource(InputError):  # noqa: N818 - a fact about a file, put aside and reported
    """A file, folder or address that gives no article; the others go on."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """So that it comes whole from one process to another."""
        return type(self), (self.source, self.reason)


class NotFetched(UnreadableSource):
    """An address that cannot be fetched.

    ``status`` is the HTTP status that its server answered, if it did; ``passing`` tells that it
    may be there another time.
    """

    def __init__(
        self, source: str, reason: str, *, status: int | None = None, passing: bool = False
    ) -> None:
        super().__init__(source, reason)
        self.status = status
        self.passing = passing

    def __reduce__(self) -> tuple[object, ...]:
        return (
            type(self),
            (self.source, self.reason),
            {
                "status": self.status,
                "passing": self.passing,
            },
        )


class InvalidDefinition(InputError):  # noqa: N818
    """A definition file (actors, issues, articles, gold) that is not of its form."""


class QueryError(OnRecordError):
    """A request asks for something malformed, such as a date that does not exist."""


class NotFoundError(OnRecordError):
    """Nothing has that name or number."""


class GoneError(NotFoundError):
    """It was there and was withdrawn or merged; ``instead`` is the id of what replaces it."""

    def __init__(self, message: str, instead: str | None = None) -> None:
        super().__init__(message)
        self.instead = instead


class ConflictError(OnRecordError):
    """It is not any more as whoever wants to change it believes."""


class BusyError(OnRecordError):
    """More is asked than can be answered now; ``after`` so many seconds asking again may help."""

    def __init__(self, message: str, after: int) -> None:
        super().__init__(message)
        self.after = after


class SetupError(OnRecordError):
    """The installation is not complete: a model, a folder or a program is missing."""
