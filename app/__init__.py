"""On Record: what actors have said about an issue, side by side, every word traceable.

Data flows one way; each step is a function from values to values::

    file, address -> Article -> clean text -> quotations -> attributed statements -> actors
        -> positions on issues -> database -> query -> page -> template

Writing (``app.ingest`` alone knows this order)::

    fetch(address) -> Capture, or NotModified               app/fetching/
    read(source) -> Iterator[Article]                       app/readers/
    extract(article, actors, issues, parser) -> Extraction  app/extraction/pipeline.py, which is
        clean(article) -> CleanText                             clean.py
        find_quotations(text) -> tuple[Quotation, ...]          quotations.py
        parser.parse(text, quotations) -> ParsedText            parsing.py
        attribute(parsed) -> tuple[Attribution, ...]            attribution.py
        resolve(parsed, attributions, actors) -> tuple[Attribution, ...]    coreference.py
        link(parsed, attributions, actors) -> tuple[Statement, ...]         linking.py
        take_positions(passages, statement, issues, actors) -> tuple[Position, ...]   stance.py
    reader.read(extraction) -> Extraction, with opinions    app/opinions/, where it is set up
    save(session, extraction) -> Saved                      app/db/store/

Reading (a route alone knows this order)::

    app/db/queries/ -> records -> app/views/ -> a page, a frozen dataclass
        -> app/web/templating.py -> templates/

Who may import whom, highest first: ``main cli`` / ``web ingest evaluation`` /
``db extraction fetching opinions readers views`` / ``domain`` / ``config errors``. The test suite
checks it.
"""

__version__ = "0.1.0"
