"""An attitude that is itself judged, or only spoken of: "it was wrong to promise them".

Once a word has taken a side on the thing, what stands above that word is said of the attitude. A
judgement there turns it or confirms it, and is the speaker's. An attitude that nobody owns and of
which nothing is said that any rule reads ("the demand for troops is an attempt to ...") is told
of, not taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import (
    complements,
    negation,
    noun_negation,
    own_subject,
    subject,
)
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_effects import effect_of, pair_worth
from app.extraction.stances.path_nouns import under_noun
from app.extraction.stances.signals import STRONG
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb
    from app.extraction.stances.signals import Signal

# What an order can be the subject of without being judged: to begin, to be held, to go first.
_BEGINNING = frozenset(
    {
        "take",
        "begin",
        "start",
        "come",
        "go",
        "make",
        "have",
        "need",
        "hold",
        "talk",
        "negotiate",
        "vote",
        "follow",
        "lead",
        "open",
    }
)
_COPULAS = frozenset({"be", "become", "remain", "seem", "look", "appear", "prove"})
_LINKS = frozenset({"to", "against", "for", "of"})
_SPOKEN_OF = frozenset({"nsubj", "nsubjpass", "attr"})
# What is judged of a thing, so that to call a fear of it unfounded turns the judgement.
_JUDGEMENTS = frozenset({"evaluation", "effect", "threat of consequences", "warning"})


def judged(state: Climb, node: Token, head: Token) -> bool:  # noqa: C901, PLR0911, PLR0912 - ordered cases, each one line of its class table
    """Reads a word above that judges the attitude ``node``; whether that was all it says.

    Only what no other rule reads: an infinitive or a gerund ("it was a mistake to refuse it").
    """
    if not state.decided or state.open:
        return False
    if node.dep_ == "nsubjpass" and _is_attitude(state, node) and not _is_owned(state, node):
        return _of_purpose(state, head)
    if not _is_bare(node):
        return False
    if head.pos_ == "ADJ" and head.lemma_.lower() in stance_lexicon().hedges["cheap"]:
        state.third = True  # "it is easy to call for them": no side is taken by that
        return True
    if head.pos_ == "NOUN" and node.dep_ in {"acl", "relcl", "xcomp"} and _is_predicate(head):
        worth = phrase_worth(head, [node])  # "a mistake to deny it"
        if worth.sign and head.lemma_.lower() not in stance_lexicon().nouns:
            _judge(state, worth.sign, list(worth.words))
            return True
        return False
    if head.lemma_ in _COPULAS and node.dep_ in {"xcomp", "ccomp", "csubj", "advcl"}:
        doer = own_subject(head)
        if node.dep_ != "csubj" and (doer is None or doer.lower_ != "it"):
            return False
        for complement in complements(head):
            worth = phrase_worth(complement, [node])
            motives = stance_lexicon().topics["motives"]
            if any(word.lemma_.lower() in motives for word in worth.words):
                return True  # "preventing it was a driver of the war": what moved somebody
            if worth.sign and complement.i != node.i and _is_of_itself(complement, worth.words):
                denied = negation(head)
                words = [*([denied] if denied is not None else []), *worth.words]
                _judge(state, -worth.sign if denied is not None else worth.sign, words)
                return True
            if complement.lemma_.lower() in stance_lexicon().hedges["cheap"]:
                state.third = True
                return True
    if node.dep_ == "csubj" and head.pos_ in {"VERB", "AUX"} and node in state.words:
        return _of_gerund(state, head)
    return False


def _of_purpose(state: Climb, verb: Token) -> bool:
    """'The calls for it are meant to prolong the war': what a demand is said to serve."""
    if verb.lemma_.lower() not in _SERVING:
        return False
    aim = child_of(verb, {"xcomp", "advcl"})
    worth = phrase_worth(aim) if aim is not None else None
    if worth is not None and worth.sign:
        _judge(state, worth.sign, [verb, *worth.words])
    else:
        state.third = True
    return True


_SERVING = frozenset({"design", "mean", "intend", "calculate", "aim", "suppose", "conceive"})


def _of_gerund(state: Climb, verb: Token) -> bool:
    """'Opposing it means war', 'insisting on it is a way of avoiding them': an attitude judged.

    Where no rule reads the judgement, the attitude is only spoken of.
    """
    if verb.lemma_ in _COPULAS and _tells_motive(verb):
        return False  # "preventing it was one of the reasons for the war"
    said = effect_of(verb) if verb.lemma_ not in _COPULAS else None
    sign, words = (said[0], said[1]) if said is not None else (0, [])
    if not sign and verb.lemma_.lower() in stance_lexicon().joining:
        for child in verb.children:
            below = child
            if child.dep_ == "prep" and child.lower_ in {"to", "in", "into"}:
                below = child_of(child, {"pobj"}) or child
            elif child.dep_ not in {"dobj", "obj", "xcomp"}:
                continue
            if not sign and (pair := pair_worth(below)) is not None:
                sign, words = pair[0], [verb, *pair[1]]  # "means playing with fire"
            if not sign:
                worth = phrase_worth(below)
                sign, words = worth.sign, [verb, *worth.words]
    if not sign:
        state.third = True
        return True
    denied = negation(verb)
    words = [*([denied] if denied is not None else []), *words]
    _judge(state, -sign if denied is not None else sign, words)
    return True


def _tells_motive(copula: Token) -> bool:
    told = stance_lexicon().topics["motives"] | stance_lexicon().topics["grounds"]
    for complement in complements(copula):
        below = [w for c in complement.children if c.lower_ == "of" for w in c.children]
        if any(word.lemma_.lower() in told for word in (complement, *below)):
            return True
    return False


def spoken_of(state: Climb, node: Token, head: Token, before: int) -> None:
    """Drops an attitude noun that nobody owns and of which nothing is said that was read.

    ``before``: how many deciding words there were before the word above it was asked.
    """
    if not state.decided or len(state.words) > before or not _is_attitude(state, node):
        return
    if node.dep_ == "pobj" or head.pos_ not in {"VERB", "AUX"}:
        return
    if node.dep_ in _SPOKEN_OF and not _is_owned(state, node):
        state.third = True
    elif node.dep_ in {"dobj", "obj"} and not _is_owned(state, node):
        lemma = head.lemma_.lower()
        if lemma not in stance_lexicon().hedges["uttering"]:
            state.third = True


def called_untrue(state: Climb, node: Token, head: Token) -> None:
    """'Fears that it would provoke them are unfounded': a judgement told of, and turned."""
    if not state.decided or state.open or state.rule not in _JUDGEMENTS:
        return
    if node.dep_ not in _SPOKEN_OF or node.pos_ != "NOUN" or head.lemma_ not in _COPULAS:
        return
    if node.i == state.target.i or not any(
        child.dep_ in {"acl", "ccomp"} and child.is_ancestor(state.target)
        for child in node.children
    ):
        return
    for complement in complements(head):
        untrue = complement.lemma_.lower() in stance_lexicon().hedges["untrue"]
        if untrue and not word_worth(complement) and complement not in state.words:
            state.sign = -state.sign
            state.words.append(complement)
            return


def called_myth(state: Climb, node: Token, head: Token) -> bool:
    """'It is a myth that they cannot come': what somebody says is turned with what it is called."""
    if not state.decided or state.open or node.dep_ not in {"acl", "ccomp", "relcl"}:
        return False
    named = head if head.pos_ == "NOUN" and head.dep_ in {"attr", "ROOT"} else None
    if named is None and head.lemma_ in _COPULAS:
        named = next((c for c in complements(head) if c.pos_ == "NOUN"), None)
    that = any(child.lower_ == "that" and child.dep_ == "mark" for child in node.children)
    if named is None or not that:
        return False
    if named.lemma_.lower() not in stance_lexicon().hedges["falsehoods"]:
        return False
    state.sign = -state.sign
    state.words.insert(0, named)
    state.rule, state.bearer, state.own = "evaluation", None, False
    return True


def contrasted(noun: Token) -> Token | None:
    """The 'not' of 'peace, not soldiers': what is set against another thing and refused."""
    first = noun.doc[noun.left_edge.i]
    if noun.dep_ not in {"appos", "conj", "dobj"} or first.i < noun.sent.start + 2:
        return None
    for before in (first, first.nbor(-1)):
        if before.lower_ == "not" and before.i > noun.sent.start and before.nbor(-1).lower_ == ",":
            return before
    return None


def accused(state: Climb, head: Token, via: str) -> bool:
    """'Accused them of planning to send troops': who accuses is against what is planned."""
    if head.lemma_.lower() not in stance_lexicon().topics["accusing"] or via != "of":
        return False
    if not state.decided or state.open:
        return False
    state.sign = -state.sign
    state.fire([head], "condemnation", STRONG)
    state.bearer, state.own, state.third = subject(head), False, False
    state.rule = "condemnation"
    return True


def object_noun(state: Climb, node: Token, head: Token, via: str) -> None:
    """'Reject the objections to it': the noun before the preposition is read before its verb."""
    if state.decided or node.dep_ != "prep" or head.pos_ != "VERB" or via not in _LINKS:
        return
    noun = child_of(head, {"dobj", "obj", "nsubjpass"})
    lexicon = stance_lexicon()
    verb, known = lexicon.verbs.get(head.lemma_.lower()), None
    if noun is not None and noun.i < node.i:
        known = lexicon.nouns.get(noun.lemma_.lower())
    if noun is None or verb is None or not verb.sign or known is None or not known.sign:
        return
    if known.rule in {"opposition", "refusal", "support", "request", "prevention", "condemnation"}:
        under_noun(state, node, noun, via)


def told_noun(clause: Token, head: Token) -> Token | None:
    """The noun of an attitude whose infinitive the parser hangs on the verb above."""
    if clause.dep_ not in {"advcl", "xcomp"} or clause.tag_ != "VB" or head.pos_ != "VERB":
        return None
    before = clause.doc[clause.left_edge.i - 1] if clause.left_edge.i else clause
    to = clause.doc[clause.left_edge.i].lower_ == "to"
    known = stance_lexicon().nouns.get(before.lemma_.lower()) if before.pos_ == "NOUN" else None
    object_ = before.dep_ in {"dobj", "obj"} and before.head.i == head.i
    verb = stance_lexicon().verbs.get(head.lemma_.lower())
    if not (to and object_ and known is not None and known.sign and verb is not None and verb.sign):
        return None
    return before


def of_none(state: Climb, node: Token, head: Token) -> None:
    """'There is nothing that forbids it': what no thing does, said of none of them."""
    if node.dep_ != "relcl" or not state.decided or state.open or head.pos_ not in {"NOUN", "PRON"}:
        return
    above = head
    while above.dep_ == "pobj" and above.head.dep_ == "prep" and above.head.lower_ in {"in", "of"}:
        above = above.head.head  # "nothing in the law that forbids it"
    for noun in {head.i: head, above.i: above}.values():
        none = noun if noun.lower_ == "nothing" else noun_negation(noun)
        if none is not None and noun.lemma_.lower() not in stance_lexicon().topics["grounds"]:
            state.sign = -state.sign
            state.words.insert(0, none)
            return


def caused_by(state: Climb, node: Token, head: Token) -> None:
    """'The war was caused by the wish to admit it': whose wish it is, is not said."""
    if head.dep_ == "agent" and _is_attitude(state, node) and not _is_owned(state, node):
        state.third = True


def is_entitled(signal: Signal, quoted: frozenset[int]) -> bool:
    """Whether a plan or demand is only named to say what it was called: 'the demand "a bluff"'.

    What is left of "called the demand 'a bluff'" without its verb: a noun at the head of its
    sentence, and quoted words that none of the deciding words belong to.
    """
    head = signal.words[0]
    if len(signal.words) != 1 or head.pos_ != "NOUN" or head.dep_ != "ROOT":
        return False
    sentence = range(head.sent.start, head.sent.end)
    return head.i not in quoted and any(index in quoted for index in sentence if index > head.i)


def superlative(than: Token) -> tuple[int, list[Token]] | None:
    """'No better guarantee than membership': what nothing surpasses, and whether that is good.

    None when nothing denies the comparison; sign 0 when what is compared is neither good nor bad.
    """
    above = than.head
    compared = above if above.tag_ in {"JJR", "RBR"} else _comparative(above)
    clause = above
    while clause.pos_ not in {"VERB", "AUX"} and clause.head.i != clause.i:
        clause = clause.head
    none = noun_negation(above) or (negation(clause) if clause.pos_ in {"VERB", "AUX"} else None)
    if compared is None or none is None:
        return None
    own = word_worth(compared)
    if own:
        return own, [none, compared]
    worth = phrase_worth(compared.head, [than])
    less = -1 if compared.lower_ in {"less", "fewer"} else 1
    sign = worth.sign * (-1 if none in worth.words else 1)
    return sign * less, [none, compared, *(word for word in worth.words if word.i != none.i)]


def why_not(state: Climb, node: Token, head: Token) -> bool:
    """'Nobody has explained why we should send them': a ground that is missing turns the clause."""
    if node.dep_ not in {"ccomp", "advcl", "xcomp"} or node.i < head.i or not state.decided:
        return False
    denied = negation(head)
    asked = next((c for c in node.children if c.lower_ == "why" and c.i < node.i), None)
    if denied is None or asked is None:
        return False
    state.sign = -state.sign
    state.words[:0] = [denied, asked]
    state.rule, state.bearer, state.own = "no grounds", None, False
    return True


def is_whoever(clause: Token) -> bool:
    """'Whoever opposes it': a clause that stands for people, of whom something is said."""
    doer = own_subject(clause)
    return doer is not None and doer.lower_ in {"whoever", "who"}


def is_told_of(target: Token, link: Token | None = None) -> bool:  # noqa: C901, PLR0911 - ordered cases, each one line of its class table
    """Whether an order is only told of: as others' ("those who demand it"), judged, or denied.

    Above the word that is put into an order stands an attitude of people who are not named, a
    noun of an attitude that nobody owns, a predicate that no rule reads, or a negation that is
    not the order's own. ``link``: the word that tells the order; after a copula it is asserted.
    """
    nouns, topics = stance_lexicon().nouns, stance_lexicon().topics
    node, clauses = target, 0
    while node.head.i != node.i:
        head = node.head
        if node.dep_ == "relcl" and head.lower_ in {"those", "anyone", "everyone", "people"}:
            return True
        if (node.dep_ == "csubj" and is_whoever(node)) or _is_quarrelled_over(node):
            return True
        demanding = node.dep_ == "csubj" and node.tag_ == "VBG" and node.i != target.i
        subject_of = node.dep_ in {"nsubj", "csubj"} and head.lemma_ == "be"
        called = demanding or (subject_of and _is_called(head))
        if called and (link is None or link.i < head.i):
            return True  # "a truce before talks would be a pause for rearming"
        regarding = stance_lexicon().regarding
        if node.dep_ in {"dobj", "obj"} and head.lemma_.lower() in regarding:
            return True  # "regards a vote before the end of the war as risky"
        if node.dep_ == "nsubj" and head.pos_ == "VERB" and node.pos_ == "NOUN":
            ordering = topics["occurring"] | topics["preceding"] | topics["following"]
            if head.lemma_.lower() not in ordering | topics["ending"] | _BEGINNING:
                return True  # "elections during the war would please the enemy"
        if head.pos_ in {"VERB", "AUX"}:
            clauses += 1
            if clauses > 1 and node.dep_ != "ccomp" and negation(head) is not None:
                return True
        known = nouns.get(head.lemma_.lower()) if head.pos_ == "NOUN" else None
        owned = any(child.dep_ == "poss" for child in head.children)
        if known is not None and known.sign and not owned and head.dep_ in {*_SPOKEN_OF, "dobj"}:
            lemma = head.head.lemma_.lower()
            if head.dep_ != "dobj" or lemma not in stance_lexicon().hedges["uttering"]:
                return True
        node = head
    return False


def _is_called(copula: Token) -> bool:
    """Whether a copula ascribes a noun or quality that no rule of an order knows."""
    known = stance_lexicon().topics["prerequisites"] | {"first", "step", "start", "beginning"}
    complement = child_of(copula, {"attr", "acomp"})
    return (
        complement is not None
        and complement.pos_ in {"NOUN", "ADJ"}
        and complement.lemma_.lower() not in known
        and not any(child.lower_ in known for child in complement.children)
    )


def _is_quarrelled_over(clause: Token) -> bool:
    """'Quarrelling over who stops first', 'if the shooting does not stop before': not asserted."""
    if clause.pos_ not in {"VERB", "AUX"}:
        return False
    first = clause.doc[clause.left_edge.i]
    free = clause.head.lemma_ == "be"  # "that is what we have come to negotiate"
    asked = clause.dep_ in {"pcomp", "ccomp"} and first.tag_ in {"WP", "WDT", "WRB"} and not free
    denied = negation(clause) is not None and any(
        child.dep_ == "mark" and child.lower_ == "if" for child in clause.children
    )
    return asked or (clause.dep_ == "advcl" and denied)


def only_pointed_at(state: Climb, node: Token, *, before: bool) -> None:
    """'Its stance on them is clear and consistent': said of the stance, and of no side.

    ``before``: whether a side was taken below the predicate.
    """
    hedges = stance_lexicon().hedges
    pointing = all(word.lower_ in hedges["pointing"] for word in state.words)
    if not before and pointing and state.words and node.lemma_.lower() in hedges["positions"]:
        state.third = True


def _is_of_itself(complement: Token, words: Sequence[Token]) -> bool:
    """Whether a judgement lies in what a predicate ascribes: not in 'a driver of the invasion'."""
    core = complement
    if core.lower_ == "one":
        of = [child for child in core.children if child.lower_ == "of"]
        core = next((below for child in of for below in child.children), core)
    return all(
        word.i == core.i or (word.head.i == core.i and word.dep_ != "prep") or word.i < core.i
        for word in words
    )


def _judge(state: Climb, sign: int, words: list[Token]) -> None:
    state.sign *= sign
    state.fire(words, "evaluation", STRONG)
    state.rule, state.bearer, state.own, state.third = "evaluation", None, False, False


def _comparative(word: Token) -> Token | None:
    return next((child for child in word.children if child.tag_ in {"JJR", "RBR"}), None)


def _is_bare(verb: Token) -> bool:
    """An infinitive or a gerund without a subject of its own."""
    if verb.pos_ not in {"VERB", "AUX"} or own_subject(verb) is not None:
        return False
    to = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return to or verb.tag_ == "VBG"


def _is_predicate(noun: Token) -> bool:
    return noun.dep_ in {"attr", "oprd"} or (noun.dep_ == "ROOT" and noun.pos_ == "NOUN")


def _is_attitude(state: Climb, node: Token) -> bool:
    known = stance_lexicon().nouns.get(node.lemma_.lower()) if node.pos_ == "NOUN" else None
    return (
        known is not None
        and known.sign != 0
        and known.rule not in {"part", "capability", "permission"}
        and node in state.words
        and noun_negation(node) is None
    )


def _is_owned(state: Climb, noun: Token) -> bool:
    """Whether somebody's attitude is meant: 'our offer', 'the refusal of the government'."""
    if any(child.dep_ == "poss" for child in noun.children):
        return True
    return state.bearer is not None and noun.is_ancestor(state.bearer)
