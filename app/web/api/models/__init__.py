"""Models that describe the answers of the API, for OpenAPI and nothing else.

The answers themselves are made by app/views/data.py and its like, as those of the pages are. A
test holds real answers against these models, so that neither can change alone.
"""
