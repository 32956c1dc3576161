"""REFI-QDA projects (.qdpx), by which programs for qualitative analysis exchange their work.

The standard and its schema: https://www.qdasoftware.org, version 1.0 of March 2019. ``to_qdpx``
writes one, ``read_project`` reads one made by any program, ``understood`` takes its codes for
answers. Positions are code points from 0, the end not included, into text with LF for line ends.
"""

from __future__ import annotations

from app.coding.refi.matching import understood
from app.coding.refi.reading import NotReadable, Project, Selected, read_project
from app.coding.refi.writing import Source, to_qdpx

__all__ = [
    "NotReadable",
    "Project",
    "Selected",
    "Source",
    "read_project",
    "to_qdpx",
    "understood",
]
