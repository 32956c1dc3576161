"""Making: the words of an issue, from the clause of its proposition.

What has to be named for a statement to be on the issue hangs on the act. Where it is disputed
whether a thing is to be at all ("banned", "introduced", "legal"), the thing is enough; where it is
disputed what is done with it ("sent", "nationalised"), the act or a plan has to stand with it.
What narrows the thing ("deep-sea" mining, phones "in schools") has to be there in any case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.actors import slugify
from app.domain.positions import Issue, Stance, StanceWording, Whose
from app.extraction.stances.acts import Act, derived_nouns, past_of
from app.extraction.stances.concepts import flat, groups_of, listed, words_of
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.naming_words import Naming, naming
from app.extraction.stances.place_names import is_country, other_names, text_of, with_other_names
from app.extraction.stances.wording import rough_lemmas, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.stances.clauses import Clause

# The numbers of ages that laws set, in words.
NUMERALS = {
    "12": ("twelve",), "13": ("thirteen",), "14": ("fourteen",), "15": ("fifteen",),
    "16": ("sixteen",), "17": ("seventeen",), "18": ("eighteen",), "21": ("twenty-one",),
    "25": ("twenty-five",), "60": ("sixty",), "65": ("sixty-five",), "67": ("sixty-seven",),
    "70": ("seventy",),
}  # fmt: skip
_OF_AGE = ("{}-year-old", "{} year old", "age of {}", "to {}")
_VERBAL = frozenset({"VERB", "AUX"})


class Maker:
    """What an issue is made of, by the kind of its act."""

    def __init__(self, text: str, clause: Clause, names: Sequence[Sequence[Token]]) -> None:
        self.text = text
        self.clause = clause
        self.names = names
        self._named = {token.i for name in names for token in name}
        self.act = clause.act
        self.thing = _carried(_whole(clause.thing)) if clause.thing is not None else None
        self.wider, self.places = self._around()

    def issue(self) -> Issue:
        """The issue."""
        act = self.act
        words = self._thing_words()
        if act is None:
            return self._unacted(words)
        if words is None:
            return self._of_name(act)
        strict, loose = self._narrowing(words)
        own = flat((words.heads, words.phrases))
        kinds = strict or own
        if act.deed:
            kinds = flat((words.narrowing or words.heads, words.phrases, loose))
            if self._is_definite():
                self.places = []  # "the embassy should be moved to Jerusalem": there is but one
            return self._made(act.words, kinds=kinds, contrary=act.contrary)
        if act.removing:
            return self._removing(act, words, (*kinds, *words.phrases), own)
        whole = words.phrases
        if act.existing:
            acts, contrary = act.words, act.contrary
            return self._made(own, kinds=kinds, acts=acts, contrary=contrary, certain=whole)
        if not strict and not self.places:
            # "The assets plan": a plan on the thing is one to do this with it.
            plans = sorted(stance_lexicon().topics["acts"])
            strict = (*loose, *act.words, *act.contrary, *plans)
        return self._made(own, kinds=strict, acts=act.words, contrary=act.contrary, certain=whole)

    def _removing(self, act: Act, words: Naming, kinds: Sequence[str], own: Sequence[str]) -> Issue:
        """What wants a thing gone or less: words for the thing are words for the contrary."""
        ages = self._ages(words) or Naming(())
        return self._made(
            (*act.words, *ages.heads, *ages.phrases),
            kinds=(*kinds, *ages.narrowing, *ages.phrases),
            contrary=(*act.contrary, *own),
            certain=ages.phrases,
        )

    def _unacted(self, words: Naming | None) -> Issue:
        """A bare noun: what is said of it."""
        things = flat((words.heads, words.phrases)) if words else tuple(words_in(self.text))
        return self._made(things, kinds=words.narrowing if words else ())

    def _of_name(self, act: Act) -> Issue:
        """An act on what has only a name: "Sarmel should be recognised"."""
        thing = self.thing
        name = self._name_of(thing) if thing is not None else ""
        doers = [self._name_of(doer) for doer in (self.clause.doer,) if doer is not None]
        kinds: tuple[str, ...] = ()
        loose = () if name and self.places else flat(words for words, _ in self.wider)
        if name and _is_thingish(name, thing, doers):
            kinds = (name, *other_names(name))
            # Who is to do it need not be named, unless others do the same: "leave the pact".
            shared = act.joins or act.leaves
            self.places = [place for place in self.places if shared and place != name]
        elif act.joins or act.leaves:
            # "Georgia should be admitted to the Union": what is joined, and who joins.
            goals = [goal for word in self.clause.around if (goal := self._name_of(word))]
            kinds = flat((goal, *other_names(goal)) for goal in goals)
            self.places = [place for place in self.places if place not in goals]
        if act.events and name and thing is not None:
            # "The games should be held in the city": whoever speaks of the games there.
            self.places = [place for place in (text_of(one) for one in self.names) if place != name]
            return self._made(words_of(name), contrary=act.contrary)
        kinds = (*kinds, *loose)
        if act.removing:
            return self._made(
                act.words,
                kinds=kinds,
                contrary=(*act.contrary, *((name,) if kinds and name else ())),
            )
        return self._made(
            act.words, kinds=kinds, acts=act.words if not kinds else (), contrary=act.contrary
        )

    def _ages(self, words: Naming) -> Naming | None:
        """Of an age those who have it ("16-year-olds") and what is done at it ("vote at 16").

        These name the proposal itself, "lowered to 16", and not what there is now.
        """
        numbers = [
            token.lower_
            for token in (self.thing.doc if self.thing is not None else ())
            if token.like_num and token.i and token.nbor(-1).lower_ in {"to", "at"}
        ]
        ages = [head for head in words.heads if head.split()[-1] == "age"]
        if not numbers or not ages:
            return None
        every = flat([numbers, *(NUMERALS.get(number, ()) for number in numbers)])
        gerunds = [word for head in ages for word in head.split() if word.endswith("ing")]
        deeds = flat(rough_lemmas(each) for each in gerunds)
        return Naming(
            flat([form.format(one) for one in every] for form in _OF_AGE),
            deeds,
            flat(
                [f"{deed} {link} {one}" for link in ("at", "from") for one in every]
                for deed in deeds
            ),
        )

    def _thing_words(self) -> Naming | None:
        """The words for the thing; None when it is only a name, or nothing."""
        thing = self.thing
        if thing is None or thing.i in self._named:
            return None
        if thing.pos_ in _VERBAL and not groups_of(thing.lower_):
            lemma = thing.lemma_.lower()
            below = [word for word in thing.subtree if word.pos_ == "NOUN" and word.i != thing.i]
            heads = flat((rough_lemmas(thing.lower_), (lemma,), derived_nouns(lemma)))
            narrowing = flat(naming(word, self._named).heads for word in below[:2])
            # "Assisted suicide" is read as an adjective.
            forms = (lemma, past_of(lemma))
            phrases = [f"{form} {word.lemma_.lower()}" for form in forms for word in below[:1]]
            return Naming(heads, narrowing, tuple(phrases))
        found = naming(thing, self._named)
        if thing.pos_ in _VERBAL:
            lemma = thing.lemma_.lower()
            found = replace(found, heads=flat((found.heads, derived_nouns(lemma))))
        joined = [word for word in thing.children if word.dep_ == "conj" and word.pos_ == "NOUN"]
        for word in joined:
            other = naming(word, self._named)
            found = Naming(
                flat((found.heads, other.heads)),
                flat((found.narrowing, other.narrowing)),
                flat((found.phrases, other.phrases)),
            )
        if not found.heads or (
            thing.lemma_.lower() in listed("authorities") and self.names and not found.phrases
        ):
            return None
        return found

    def _narrowing(self, words: Naming) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What has to stand with the thing, and what may."""
        strict = list(words.narrowing)
        loose: list[str] = []
        for found, close in self.wider:
            (strict if close else loose).extend(found)
        return flat([strict]), flat([strict, loose])

    def _around(self) -> tuple[list[tuple[tuple[str, ...], bool]], list[str]]:
        """The words of what else is said, and whether they narrow the thing; the names."""
        apart = [name for name in self.names if not self._narrows(name)]
        wider: list[tuple[tuple[str, ...], bool]] = [
            ((text_of(name),), True) for name in self.names if self._narrows(name)
        ]
        close = [] if self.thing is None else _complements(self.thing)
        doer = self.clause.doer
        if doer is not None:
            close.append(doer)
        existing = self.act is not None and self.act.existing
        empty = listed("plain_modifiers") | listed("authorities")
        for word in (*close, *self.clause.around):
            if word.i in self._named or word.pos_ == "PRON" or word.lemma_.lower() in empty:
                continue
            if word.pos_ in _VERBAL:
                wider.append((rough_lemmas(word.lemma_.lower()), False))
                continue
            found = naming(word, self._named)
            if word in close and word is not doer and self._is_told_by_name(word):
                wider.append((found.heads, False))
                continue
            known = groups_of(word.lower_, word.lemma_.lower()) or found.phrases or word is doer
            narrows = existing or (word in close and bool(known))
            wider.append(((*found.heads, *found.narrowing, *found.phrases), narrows))
        places = [text_of(name) for name in apart]
        return wider, places

    def _is_told_by_name(self, complement: Token) -> bool:
        """'The dam on the river', 'circumcision of boys': the noun alone says what is meant."""
        thing = self.thing
        known = thing is not None and groups_of(thing.lower_, thing.lemma_.lower())
        return self._is_definite() or (bool(known) and complement.head.lower_ == "of")

    def _is_definite(self) -> bool:
        """'The dam on the river': one is meant, which need not be told again."""
        thing = self.thing
        return (
            thing is not None
            and thing.tag_ == "NN"
            and any(child.lower_ == "the" for child in thing.children)
        )

    def _narrows(self, name: Sequence[Token]) -> bool:
        """'Taurus missiles', 'Huawei equipment': a name that says which, and is no country's."""
        last, named = name[-1], text_of(name)
        within = last.dep_ == "compound" and last.head is self.thing
        return within and not (is_country(named) or other_names(named))

    def _name_of(self, token: Token) -> str:
        for name in self.names:
            if any(word.i == token.i for word in name):
                return text_of(name)
        inside = {word.i for word in token.subtree}
        return next((text_of(name) for name in self.names if name[0].i in inside), "")

    def _made(
        self,
        things: Sequence[str],
        *,
        kinds: Sequence[str] = (),
        acts: Sequence[str] = (),
        contrary: Sequence[str] = (),
        certain: Sequence[str] = (),
    ) -> Issue:
        # "Georgia's accession" is the place's own, and not another's.
        shared = self.act is not None and (self.act.joins or self.act.leaves)
        return replace(
            bare_issue(self.text),
            things=flat([things]),
            certain=flat([certain]),
            kinds=flat([kinds]),
            acts=flat([acts]),
            contrary=flat([contrary]),
            place=with_other_names(self.places),
            whose=Whose.PLACE if self.places and shared else Whose.ANYONE,
        )


def bare_issue(text: str) -> Issue:
    """An issue that has a proposition and no words yet."""
    return Issue(
        slug=slugify(text)[:60].strip("-") if text.strip() else "issue",
        title=text,
        proposition=text,
        description="",
        counts=(),
        does_not_count=(),
        things=(),
        stances={stance: StanceWording(stance.value, "") for stance in Stance},
    )


def _whole(thing: Token) -> Token:
    """Of "e-scooters", cut at the hyphen, the last part."""
    doc, place = thing.doc, thing.i
    while place + 2 < len(doc) and doc[place + 1].text == "-" and not doc[place + 1].whitespace_:
        place += 2
    return doc[place]


def _carried(thing: Token) -> Token:
    """Of "the use of cameras" the cameras."""
    if thing.lemma_.lower() in listed("transparent"):
        for link in thing.children:
            if link.dep_ == "prep" and link.lower_ == "of":
                return next((word for word in link.children if word.dep_ == "pobj"), thing)
    return thing


def _complements(noun: Token) -> list[Token]:
    """'A tax on fortunes', 'the assets of the aggressor', 'schools in cities'."""
    return [
        word
        for link in noun.children
        if link.dep_ == "prep"
        for word in link.children
        if word.dep_ == "pobj" and not any(child.dep_ == "nummod" for child in word.children)
    ]


def _is_thingish(name: str, thing: Token | None, doers: Sequence[str]) -> bool:
    """Whether a name is what the act is done with, and not where: "rejoin the Union"."""
    article = thing is not None and any(child.lower_ == "the" for child in thing.children)
    return bool(any(doers)) or article or name.isupper()
