"""On Record: what actors have said about an issue, side by side, every word traceable.

Data flows one way; each step is a function from values to values::

    file, address -> Article -> clean text -> quotations -> attributed statements -> actors
        -> positions on issues -> database -> query -> page -> template

Writing (``app.ingest`` alone knows this order)::

    read(source) -> Iterator[Article]                       app/readers/
    extract(article, actors, issues) -> Extraction          app/extraction/pipeline.py, which is
        clean(article) -> CleanText                             clean.py
        find_quotations(text) -> tuple[Quotation, ...]          quotations.py
        attribute(text, quotations) -> tuple[Attribution, ...]  attribution.py
        resolve(text, attributions) -> tuple[Attribution, ...]  coreference.py
        link(text, attributions, actors) -> tuple[Statement, ...]   linking.py
        take_positions(text, statement, issues) -> tuple[Position, ...]  stance.py
    save(session, extraction) -> Saved                      app/db/store.py

Reading (a route alone knows this order)::

    app/db/queries.py -> records -> app/views/ -> a page, a frozen dataclass
        -> app/web/templating.py -> templates/

Who may import whom, highest first: ``main cli`` / ``web ingest evaluation`` /
``db extraction readers views`` / ``domain`` / ``config errors``. The test suite checks it.
"""

__version__ = "0.1.0"
