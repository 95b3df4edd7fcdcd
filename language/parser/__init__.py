"""Sentences back to the facts they state, and whether these are true of a pair of pictures.

>>> from language.parser import Situation, judge, parse
>>> [fact.kind for fact in parse("The red ball behind the cube turned blue.")]         # doctest: +SKIP
['color']
>>> judge("The red ball turned blue.", Situation.of_record(row)).true                  # doctest: +SKIP
True

Needs spaCy (no trained model: ``blank("en")`` and rules), and is never imported by ``pipeline run``.
"""

from language.parser.facts import Phrase, StatedFact
from language.parser.judge import Judgement, judge
from language.parser.parse import parse
from language.parser.situation import KnownChange, Situation

__all__ = ["Judgement", "KnownChange", "Phrase", "Situation", "StatedFact", "judge", "parse"]
