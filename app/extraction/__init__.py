"""From an article to attributed statements with positions; knows no database and no web.

The files on top are the steps, in the order of pipeline.py, and what several steps need:

- cleaning: clean.py, with zoning.py (what each paragraph is) and language.py;
- quotations: quotations.py, with marks.py (what each mark may do);
- parsing: parsing.py; all that follows reads its ParsedText;
- who reports what: attribution.py, whose parts are in reporting/;
- who that is, and when it was said: coreference.py, linking.py and dates.py, whose parts are in
  naming/;
- which position it takes on an issue: stance.py, whose parts are in stances/.

The word lists are data, in lexicon/, read by lexicons.py; syntax.py has the questions to a parse
that several rooms ask, months.py the names of months and weekdays. Files of naming/ and stances/
import nothing from each other: of a statement the rules of stance know only its spans and actor.
docs/extraction.md says what each step rests on, how to read reasons and confidence, and the limits.
"""
