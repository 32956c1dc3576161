"""The database: session, tables, the store (all writes) and queries (all reads)."""
