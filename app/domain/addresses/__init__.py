"""Addresses of articles: one form for each, what makes two the same, what a page may claim.

    forms.py      canonical: the address without what only says how or whence it is read
                  identity: what two addresses of one article have in common
    tracking.py   the parameters that only say whence a reader came
    declared.py   plausible: whether the address that a page declares for itself may be believed

To merge two articles is worse than to keep one twice: a merged article loses its text to the
other's, while two copies are found to be copies by their words. So nothing is taken off an address
but what is known to be without meaning.

The package courlan, which comes with trafilatura, does similar things and is not used here: its
``clean_url`` takes off every parameter whose name holds cid, eid, uid, keyword, source, session or
ref, by which many sites tell their articles apart, collapses double slashes, escapes what is
escaped already another way, and decodes host names by the IDNA of 2003. The package tld is used
(app/domain/hosts.py): its public suffix list tells which hosts are one site.
"""

from __future__ import annotations

from app.domain.addresses.declared import plausible
from app.domain.addresses.forms import canonical, identity

__all__ = ["canonical", "identity", "plausible"]
