"""/api/v1: the data of the pages for programs, described by OpenAPI (docs/api.md).

One file per noun holds its routes; ``models`` describe the answers, whose shapes are made in
app/views/data.py alone; ``room`` puts them together.
"""
