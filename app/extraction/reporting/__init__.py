"""Who reports what, sentence by sentence: the parts of the step in attribution.py.

cues.py finds the words that report and speakers.py who is their subject; direct.py starts from
quotations, indirect.py from the cues outside them; contents.py and boundaries.py say how far the
content goes; confidence.py holds the numbers of all constructions.
"""
