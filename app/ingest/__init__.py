"""The job: read, extract, save. This package alone knows the whole order of writing.

sourcing.py    from what was given to articles: files are read, addresses fetched
job.py         a run: what is known is left, the rest is extracted and saved, in order
extracting.py  extraction in this process or in others that may die
cluster.py     extraction on other machines
watching.py    sources asked again and again
reprocessing.py  stored texts, read by the program of today
items.py       what became of one thing
"""

from __future__ import annotations

from app.ingest.cluster import Cluster
from app.ingest.extracting import Here, Pool, Processes, Recipe
from app.ingest.items import Item
from app.ingest.job import Job
from app.ingest.reprocessing import Reprocessing
from app.ingest.sourcing import NOT_FETCHED, Sourcing
from app.ingest.watching import RealTime, Watch

__all__ = [
    "NOT_FETCHED",
    "Cluster",
    "Here",
    "Item",
    "Job",
    "Pool",
    "Processes",
    "RealTime",
    "Recipe",
    "Reprocessing",
    "Sourcing",
    "Watch",
]
