"""Provenance: what the models were made from, to tell when they must be made anew."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.extraction.parsing import Parser


def provenance(corpus: Path, parser: Parser) -> dict[str, str]:
    """The hash of each part of the corpus that is learned from, and the programs' versions."""
    meta = parser.nlp.meta
    return {
        **{part: hash_of(corpus / part) for part in ("development", "calibration")},
        "parser": f"{meta['lang']}_{meta['name']} {meta['version']}",
        "spacy": version("spacy"),
        "python-crfsuite": version("python-crfsuite"),
    }


def hash_of(folder: Path) -> str:
    """The SHA-256 of the names and bytes of a folder's marked articles, by name."""
    digest = sha256()
    for file in sorted(folder.glob("*.txt")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
