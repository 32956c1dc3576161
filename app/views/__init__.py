"""One frozen dataclass per page and how it is built from records."""
