"""Learns wordings from captions: a caption becomes a frame with slots, and what filled the slots is counted.

The parser's marks say which words name objects, relations and values.  Nothing is counted of a caption that states not
exactly one fact, holds words that the parser does not know, or whose frame, filled anew, would state another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from language.frames import NONE, fill
from language.lexicon import ATTRIBUTE_VALUES, GENERIC, TYPE
from language.parser import Phrase, StatedFact, parse
from language.parser import words as parser_words
from language.referring import Reference
from language.wording import Wording, pattern
from pipeline.core import messages
from pipeline.core.files import read_lines

LEAST = 3
"""Wordings that are seen less often are slips."""


def learn(captions: Iterable[str]) -> Wording:
    """Counts over captions; those that are not understood are passed over.

    Raises
    ------
    SpotItError
        If none is understood.
    """
    frames: defaultdict[str, Counter[str]] = defaultdict(Counter)
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    links: defaultdict[str, Counter[str]] = defaultdict(Counter)
    expressions: Counter[str] = Counter()
    for caption in captions:
        text = caption.strip().lower().rstrip(".")
        facts = parse(text)
        if len(facts) != 1 or not _understood(facts[0]):
            continue
        (fact,) = facts
        frame = delexicalised(text, fact)
        if frame is None:
            continue
        frames[fact.kind][frame] += 1
        for phrase in (fact.subject, fact.anchor, fact.newcomer):
            if phrase is not None:
                for value, word in _worded(text, phrase):
                    words[value][word] += 1
        if fact.new:
            words[fact.new][text[fact.start : fact.end].split()[-1]] += 1
        if fact.subject is not None:
            expressions[pattern(_reference(fact))] += 1
        if fact.subject is not None and fact.anchor is not None:
            links[fact.relation][_between(text, fact.subject, fact.anchor)] += 1
    if not frames:
        raise messages.error(messages.NOTHING_UNDERSTOOD)
    frequent, worded, linked = (
        {name: _seen(counts) for name, counts in group.items()} for group in (frames, words, links)
    )
    return Wording(frequent, worded, linked, _seen(expressions))


def read_captions(path: Path) -> list[str]:
    """Captions of a text file, one a line.

    Raises
    ------
    SpotItError
        If the file cannot be read.
    """
    return read_lines(Path(path), messages.NOT_TEXT)


def delexicalised(text: str, fact: StatedFact) -> str | None:
    """The frame of a caption in lower case; None where the frame, filled with other words, says something else.

    >>> delexicalised("the red cube turned blue", parse("the red cube turned blue")[0])
    '{object} turned {new}'
    """
    if fact.kind == NONE:
        return text
    cuts: list[tuple[int, int, str]] = []
    if fact.subject is not None:
        last = fact.anchor or fact.subject
        cuts.append((_with_article(text, fact.subject), last.end, "{object}"))
    if fact.newcomer is not None:
        cuts.append((_with_article(text, fact.newcomer), fact.newcomer.end, "{newcomer}"))
    if fact.new and fact.kind != TYPE:
        cuts.append((fact.end - len(text[fact.start : fact.end].split()[-1]), fact.end, "{new}"))
    elif fact.new:
        before = text[fact.start : fact.end].split()
        article = len(before) > 1 and before[-2] in ("a", "an")
        cuts.append((fact.end - len(" ".join(before[-1 - article :])), fact.end, "{new}"))
    frame = text
    for start, end, slot in sorted(cuts, reverse=True):
        frame = frame[:start] + slot + frame[end:]
    return frame if _states(frame, fact.kind, fact.newcomer is not None) else None


@lru_cache(maxsize=4096)
def _states(frame: str, kind: str, newcomer: bool) -> bool:
    """Whether a frame, filled with other words, states a fact of the same kind."""
    facts = parse(fill(frame, _others(kind)).text)
    return len(facts) == 1 and facts[0].kind == kind and (facts[0].newcomer is not None) == newcomer


def _others(kind: str) -> dict[str, str]:
    new = "a cylinder" if kind == TYPE else ATTRIBUTE_VALUES.get(kind, ("",))[0]
    return {"object": "the cyan cylinder", "newcomer": "a brown cylinder", "new": new}


def _understood(fact: StatedFact) -> bool:
    phrases = [phrase for phrase in (fact.subject, fact.anchor, fact.newcomer) if phrase is not None]
    return not any(phrase.unknown or phrase.among != 1 for phrase in phrases)


def _with_article(text: str, phrase: Phrase) -> int:
    """Where a phrase begins with its article."""
    word = text[: phrase.start].split()[-1:]
    return phrase.start - len(word[0]) - 1 if phrase.article and word else phrase.start


def _worded(text: str, phrase: Phrase) -> list[tuple[str, str]]:
    """Value and word for everything that a noun phrase says."""
    *before, noun = text[phrase.start : phrase.end].split()
    values = parser_words.values()
    return [
        (phrase.properties.get(TYPE, GENERIC), noun),
        *((values[word][1], word) for word in before if word in values),
    ]


def _between(text: str, first: Phrase, second: Phrase) -> str:
    """The link between two noun phrases, without the second one's article."""
    return text[first.end : _with_article(text, second)].strip()


def _reference(fact: StatedFact) -> Reference:
    assert fact.subject is not None
    anchor = tuple(fact.anchor.properties) if fact.anchor else ()
    return Reference(0, tuple(fact.subject.properties), True, fact.relation, 1, anchor)


def _seen(counts: Counter[str]) -> dict[str, float]:
    return {name: float(count) for name, count in counts.most_common() if count >= LEAST}
