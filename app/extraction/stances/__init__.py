"""Which way a statement goes and why: the parts of the step in stance.py."""
