"""Sentences to lower-case tokens and back: the one form that language models, parsers and metrics read."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_STOPS = frozenset(".!?")


def tokenize(sentence: str) -> list[str]:
    """Lower-case words of a sentence; full stops, exclamation and question marks are left out.

    >>> tokenize("The T-shirt's gone.")
    ['the', "t-shirt's", 'gone']
    """
    plain = sentence.rstrip(".!?")
    if plain.replace(" ", "").isalpha():  # most sentences: no need of the expression
        return plain.lower().split()
    return [token for token, _, _ in located(sentence)]


def located(sentence: str) -> list[tuple[str, int, int]]:
    """The tokens of :func:`tokenize`, each with the characters ``start, end`` where it stands.

    >>> located("It moved.")
    [('it', 0, 2), ('moved', 3, 8)]
    """
    found = ((match.group().lower(), *match.span()) for match in _TOKEN.finditer(sentence))
    return [token for token in found if token[0] not in _STOPS]


def as_sentence(text: str) -> str:
    """Capitalise the first letter and end with a full stop; no character moves, so spans stay valid.

    >>> as_sentence("the cube has moved")
    'The cube has moved.'
    """
    return text[:1].upper() + text[1:] + "."
