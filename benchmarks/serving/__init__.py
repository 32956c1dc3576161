"""How many readers a library serves, beside its peers: ``python -m benchmarks.serving PART``.

Parts, each of which adds to one file of results and goes on where it stopped:

    library     nothing but the library, if it is not there, and how long that took
    turns       requests a second of our pages, our JSON, Datasette and a bare route, in turns
    starting    how long a server takes to start, and its first answers
    growth      how the figures grow with the library; every kind of page and export
    endurance   memory over 200,000 requests
    ingesting   reading while an ingest writes
    postgresql  a server with a library, until it is ended, for the parts above

``python -m benchmarks.report`` makes docs/performance.md of the results.
"""
