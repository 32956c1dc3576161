"""Which way a statement goes and why: the parts of the step in stance.py.

passages.py says what is read around a statement; topic.py finds the thing at issue in it; path.py
and path_*.py climb from there; withholding.py, hedges.py, conditions.py, sovereignty.py and
answers.py read what takes no side or hangs on something; decision.py weighs; certainty.py doubts;
whose.py and holder.py say whose it is; reading.py puts these in order. docs/stance.md has the
scheme.
"""
