"""Fetching: what is at an address, politely, within bounds, and never from inside a network.

fetcher.py    Fetcher.fetch: tries, robots.txt, pace, statuses; the one place that knows the order
client.py     one try: redirects followed by hand, sizes
guard.py      what is never reached, and connections to what was looked at
deadline.py   the end of a try, whatever a server does
unpacking.py  gzip and deflate within a bound
robots.py     what a host lets programs read
pacing.py     how often a host is asked
"""

from __future__ import annotations

from app.fetching.bounds import Bounds
from app.fetching.fetcher import Fetched, Fetcher, NotModified
from app.fetching.pacing import Clock

__all__ = ["Bounds", "Clock", "Fetched", "Fetcher", "NotModified"]
