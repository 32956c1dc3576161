"""Utterances: which reports print one utterance, in what they differ, and what follows from many.

    words of reports -> matches (likeness.py) -> groups (grouping.py)
    two reports -> alignment (alignment.py) -> differences (differences.py)
    utterances of an actor in time -> its line and possible changes (lines.py)
    second-hand positions beside the holder's own -> chains (chains.py)
    positions of many actors -> agreement (agreement.py)

Functions from values to values; the database calls them (app/db/store/utterances.py), and so do
the pages. The method with its thresholds and figures: docs/utterances.md.
"""
