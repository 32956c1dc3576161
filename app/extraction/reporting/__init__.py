"""Who reports what, sentence by sentence: the parts of the step in attribution.py."""
