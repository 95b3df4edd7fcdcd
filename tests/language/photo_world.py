"""Change facts of photographs, made by hand, and a judge of English that knows nothing of the generator."""

from __future__ import annotations

import numpy as np

from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject

SIDE = 300
COUNTS = ["two", "three", "four", "five", "six"]
ONES = ["a", "an", "another", "one", "someone", "something"]


def thing(label: str, x: float, y: float, **attributes: str) -> SceneObject:
    """An object 30 pixels wide and high whose upper left corner is at ``x, y``."""
    return SceneObject(np.array([x, y, x + 30, y + 30], float), label, 0.9, attributes)


def told(kind: str, label: str, *, others=(), at=(200, 200), node=True, old=None, new=None, **known) -> Analysis:
    """A pair of which one change is known; ``others`` stand in both pictures.

    ``known`` are colour and size of what changed, and further fields of the change.
    """
    attributes = {name: known.pop(name) for name in ("color", "size") if name in known}
    subject = thing(label, *at)
    seen = ObjectGraph.of([subject, *others] if node else list(others), SIDE, SIDE)
    before = 0 if node and kind != "add" else None
    after = 0 if node and kind != "drop" else None
    boxes = (None if kind == "add" else subject.box, None if kind == "drop" else subject.box)
    change = Change(kind, label, attributes, 0.9, before, after, old, new, *boxes, **known)
    return Analysis(seen, seen, (change,))


class EnglishJudge:
    """Finds wrong articles, and nouns and verbs that do not agree, with spaCy's rule matcher.

    ``singular`` are nouns whose plural is another word.
    """

    def __init__(self, singular: list[str]) -> None:
        import spacy
        from spacy.matcher import Matcher

        self.nlp = spacy.blank("en")
        self.matcher = Matcher(self.nlp.vocab)
        count, one = {"LOWER": {"IN": COUNTS}}, {"LOWER": {"IN": singular}}
        word, now, more = {"IS_ALPHA": True, "OP": "?"}, {"LOWER": "now", "OP": "?"}, {"LOWER": "more", "OP": "?"}
        is_, are = {"LOWER": {"IN": ["is", "has", "was"]}}, {"LOWER": {"IN": ["are", "have", "were"]}}
        rules = {
            "a before a vowel": [[{"LOWER": "a"}, {"TEXT": {"REGEX": "^(?!uni|use|one)[aeiou]"}}]],
            "an before a consonant": [[{"LOWER": "an"}, {"TEXT": {"REGEX": "^[^aeiou]"}}]],
            "one before many": [[{"LOWER": {"IN": ["a", "an", "another"]}}, {"LOWER": "people"}]],
            "many before one": [[count, more, one], [{"LOWER": "of"}, {"LOWER": "the"}, one]],
            "many with a singular verb": [
                [{"LOWER": "people"}, is_],
                [{"LOWER": "there"}, is_, now, {"LOWER": "only", "OP": "?"}, count],
            ],
            "one with a plural verb": [
                [{"LOWER": {"IN": ONES}, "IS_SENT_START": True}, word, one, are],
                [{"LOWER": "there"}, are, now, {"LOWER": {"IN": ONES}}],
            ],
            "a word twice": [[{"LOWER": w}, {"LOWER": w}] for w in ("the", "a", "is", "has", "in", "at", "on", "now")],
        }
        for name, patterns in rules.items():
            self.matcher.add(name, patterns)

    def faults(self, sentence: str) -> list[str]:
        """What is wrong, each with the words."""
        doc = self.nlp(sentence)
        if len(doc):
            doc[0].is_sent_start = True
        # "a group of five people has", "one of the people has": the verb goes with the head, not with the nearest noun.
        found = [(self.nlp.vocab.strings[name], doc[start:end].text) for name, start, end in self.matcher(doc)]
        headed = any(token.lower_ in ("group", "one") for token in doc)
        return [f"{name}: {words}" for name, words in found if not (headed and words.startswith("people "))]
