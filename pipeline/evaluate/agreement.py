"""Whether facts agree with what several references state, where nothing else is known of the pair.

References each name the changed object by some of its attributes; together they describe it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from language.parser import Phrase, StatedFact


def agrees(said: Sequence[StatedFact], references: Sequence[Sequence[StatedFact]]) -> bool:
    """Whether the first fact said is the one that most references state, and nothing else is said.

    It must be of the same kind with the same new value, and must not contradict an attribute that any of these
    references gives the object.  That the words fit no other object cannot be seen from references.
    """
    if len(said) != 1 or not references:
        return False
    stated = [facts[0] for facts in references]
    (kind, new), _ = Counter((fact.kind, fact.new) for fact in stated).most_common(1)[0]
    same = [fact for fact in stated if (fact.kind, fact.new) == (kind, new)]
    fact = said[0]
    return (
        (fact.kind, fact.new) == (kind, new)
        and _fits(fact.subject, [one.subject for one in same])
        and _fits(fact.newcomer, [one.newcomer for one in same])
    )


def _fits(phrase: Phrase | None, known: Sequence[Phrase | None]) -> bool:
    described = [one for one in known if one is not None]
    if phrase is None:
        return not described
    values = {name: value for one in described for name, value in one.properties.items()}
    return not phrase.unknown and all(values.get(name, value) == value for name, value in phrase.properties.items())
