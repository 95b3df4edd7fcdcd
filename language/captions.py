"""Reference captions for a pair of scenes with known truth, in the manner of CLEVR-Change (Park et al. 2019).

For each attribute in turn a caption that leaves it out names the changed object by its other attributes, and a
second one names it by its place beside another object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from language import lexicon
from language.lexicon import TYPE, in_order
from language.morphology import indefinite
from language.realise import noun_phrase, realise
from language.referring import Reference, best
from language.scene import Scene
from language.scene_pair import ScenePair
from language.usage import Usage

NO_CHANGE_CAPTIONS = 6


def captions(pair: ScenePair, rng: Random) -> list[str]:
    """Lower-case captions without a full stop, all true, at most eight; none where no words pick out the object.

    Raises
    ------
    ValueError
        If there is a change, and nothing says of which object.
    """
    if pair.kind == "none":
        return rng.sample(lexicon.NO_CHANGE, NO_CHANGE_CAPTIONS)
    shown, changed = pair.shown
    if changed is None:
        raise ValueError(f"a change of kind {pair.kind!r} needs the index of the object that changed")
    scene = shown.about(changed)
    found = []
    usage = Usage(scene, changed)
    for left_out in scene.names(changed):
        for relation in (False, True):
            reference = usage.draw(left_out, relation, rng)
            if reference is not None:
                found.append(_statement(_words(reference, scene, rng), pair, rng))
    return found


def house_caption(pair: ScenePair) -> str:
    """The one sentence that says it plainly: all attributes, and a neighbour only where they do not suffice."""
    shown, changed = pair.shown
    if changed is None:
        return lexicon.NO_CHANGE[0]
    kind, new = pair.kind, pair.outcome
    scene = shown.about(changed)
    reference = best(scene, changed)
    subject = realise(reference, scene).text
    if kind == "add" and not reference.relation:
        subject = indefinite(noun_phrase(scene.properties[changed]))
    if kind in lexicon.PREDICATES:
        return f"{subject} {lexicon.PREDICATES[kind][0]}"
    if kind == "replace":
        newcomer = {name: new[name] for name in lexicon.ATTRIBUTE_VALUES}
        return f"{subject} {lexicon.REPLACED[0]} {indefinite(noun_phrase(newcomer))}"
    return f"{subject} {lexicon.verbs(kind)[0]} {new[kind]}"


def sight(scene: Scene, node: int, rng: Random) -> str:
    """A lower-case caption of one picture by itself: one of its objects, and a neighbour where its looks are shared."""
    return f"{lexicon.SHOWN} {_words(best(scene, node), scene, rng)}"


def _words(reference: Reference, scene: Scene, rng: Random) -> str:
    text = f"the {_name(scene.properties[reference.node], reference.attributes, rng)}"
    if not reference.relation:
        return text
    link = "that is " if rng.random() < 0.5 else ""
    anchor = _name(scene.properties[reference.anchor], reference.anchor_attributes, rng)
    return f"{text} {link}{rng.choice(lexicon.RELATION_PHRASES[reference.relation])} the {anchor}"


def _statement(subject: str, pair: ScenePair, rng: Random) -> str:
    kind, new = pair.kind, pair.outcome
    if kind in lexicon.PREDICATES:
        return f"{subject} {rng.choice(lexicon.PREDICATES[kind])}"
    if kind == "replace":
        newcomer = indefinite(_name(new, ("size", "color", "material", TYPE), rng))
        verb = rng.choice(lexicon.REPLACED + lexicon.REPLACING)
        return f"{newcomer} {verb} {subject}" if verb in lexicon.REPLACING else f"{subject} {verb} {newcomer}"
    return f"{subject} {rng.choice(lexicon.BECOMING)} {rng.choice(lexicon.synonyms(new[kind]))}"


def _name(properties: Mapping[str, str], names: Sequence[str], rng: Random) -> str:
    words = [rng.choice(lexicon.synonyms(properties[name])) for name in in_order(names) if name != TYPE]
    noun = properties[TYPE] if TYPE in names else lexicon.GENERIC
    return " ".join([*words, rng.choice(lexicon.synonyms(noun))])
