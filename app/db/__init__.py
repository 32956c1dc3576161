"""The database: session.py opens it, migrate.py makes its tables, store/ writes, queries/ reads.

engine = open_engine(settings.database_url)
migrate.upgrade(engine)
with sessions(engine, write=True) as session:
    sync_directory(session, actors, issues)
    save(session, extraction)
with sessions(engine) as session:
    records = queries.comparison(session, query)
"""
