"""Grammar: what the spaCy pipeline says of each word, worked out at less cost.

Each module does the work of one or two components of the pipeline, from their own weights and
tables, and asks the component itself where it finds something that it does not know. A test
compares the two.
"""
