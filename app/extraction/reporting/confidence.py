"""Confidence: how sure each construction makes an attribution, and why.

The numbers order the constructions by how seldom they misled when read over news articles of
many outlets. They are not yet probabilities: nobody has fitted them to annotated articles. They
stand in one place so that they are compared with each other.
"""

from __future__ import annotations

BESIDE_CUE = 0.95  # a quotation, a verb of saying and its subject side by side
BEFORE_QUOTATION = 0.93  # X said: "..."; the quotation after the cue
NAME_AND_COLON = 0.9  # NAME: "..."; no verb, but nothing else is printed like that
ANSWER = 0.7  # who is interviewed is told by the lines before the first question
DASH_AND_NAME = 0.85
NEXT_PARAGRAPH = 0.88  # "X said:" and the quotation below it
UNKNOWN_VERB = 0.7  # a verb that is in no class stands where a cue stands: he shrugged
PARTICIPLE_CUE = 0.9  # ..., saying: "..."
CARRIED_SAME_PARAGRAPH = 0.8  # a second quotation after one whose speaker is known
CARRIED_NEXT_PARAGRAPH = 0.7
CARRIED_SUBJECT = 0.5  # nobody is said to speak; the sentence before is about somebody
SPEECH_NOUN = 0.75  # X's claim that ...
ACCORDING_TO = 0.88
ASIDE = 0.85  # "The plan, he said, was late"; "as he put it"
SIGNED = 0.75  # a dash and who said it, at the end of a paragraph without marks
THIS_BEFORE = 0.6  # "This was stated by X": the sentence before is taken for "this"
QUOTED_OBJECT = 0.6  # a verb of saying or judging with some quoted words in its object
ORPHAN = 0.45  # quoted words in a sentence in which somebody speaks, and no more is known
CARRIED_TOPIC = 0.4  # the sentence before tells of somebody's deed and of no words
UNCLOSED_LOSS = 0.2  # the closing mark is missing, so the end of the words is a guess
UNJOINED_LOSS = 0.1  # no colon or comma between cue and quotation
INVERTED_LOSS = 0.05  # a subject after its verb is oftener misparsed

# A clause after a verb of saying is hardly ever anything else; an object often is.
_CONSTRUCTIONS = {
    "that": 0.9,
    "to": 0.8,
    "person": 0.75,
    "pred": 0.78,
    "of": 0.78,
    "object": 0.7,
    "view": 0.75,
    "prep": 0.72,
    "words": 0.72,
}
_UNNAMED_LOSS = 0.03  # a common noun or a pronoun is oftener no speaker than a name

WHAT = {
    "that": "the clause with it",
    "to": "what is to be done",
    "person": "what somebody is to do",
    "pred": "what is said of its object",
    "of": "what its object is charged with or praised for",
    "object": "a judgement or proposal of its object",
    "view": "the view named after it",
    "prep": "what the preposition after it names",
    "words": "what is spoken of, with words of it quoted",
}


def for_construction(construction: str, *, named: bool) -> float:
    """How sure a construction of indirect speech is; ``named``: its source is a proper name."""
    return _CONSTRUCTIONS[construction] - (0.0 if named else _UNNAMED_LOSS)
