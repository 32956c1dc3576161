"""Coding by hand: samples, answers, how far coders agree, codebooks, files for other tools.

``codes`` has the nouns; ``sampling`` draws statements by a seed; ``agreement`` counts; ``codebook``
says in words what is coded how; ``forms`` writes and reads codings as CSV and JSON Lines, ``refi``
as REFI-QDA projects. Pure functions: nothing here knows a database or a page. What is counted and
how: docs/coding.md.
"""
