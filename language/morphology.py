"""The little English morphology that sentences about objects need: articles, plurals and small numbers."""

from __future__ import annotations

_SILENT_H = ("hour", "honest", "heir")
_CONSONANT_SOUND = ("uni", "use", "usu", "euro", "one", "ukulele", "uten")
_IRREGULAR = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "knife": "knives",
    "shelf": "shelves",
    "leaf": "leaves",
}
_UNCHANGED = frozenset({"sheep", "scissors", "skis", "fish", "aircraft", "broccoli"})
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def indefinite(phrase: str) -> str:
    """Put "a" or "an" before a phrase, by the sound it begins with.

    >>> indefinite("orange umbrella"), indefinite("unicycle")
    ('an orange umbrella', 'a unicycle')
    """
    word = phrase.lower()
    vowel = word.startswith(_SILENT_H) or (word[:1] in "aeiou" and not word.startswith(_CONSONANT_SOUND))
    return f"{'an' if vowel else 'a'} {phrase}"


def plural(phrase: str) -> str:
    """Plural of a noun phrase: its last word changes, or the last before "of".

    >>> plural("small red cube"), plural("traffic person"), plural("piece of furniture")
    ('small red cubes', 'traffic people', 'pieces of furniture')
    """
    head, of, rest = phrase.partition(" of ")
    first, gap, noun = head.rpartition(" ")
    return first + gap + _plural_word(noun) + of + rest


def number(count: int) -> str:
    """A small count in words, a large one in digits."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def _plural_word(noun: str) -> str:
    if noun in _UNCHANGED:
        return noun
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    for singular, many in _IRREGULAR.items():
        if noun.endswith(singular) and singular in ("man", "woman", "person"):
            return noun.removesuffix(singular) + many
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"
