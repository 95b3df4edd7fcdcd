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
from language.usage import Usage

NO_CHANGE_CAPTIONS = 6


def captions(
    objects_before: Sequence[Mapping[str, str]],
    objects_after: Sequence[Mapping[str, str]],
    relations_before: Mapping[str, Sequence[Sequence[int]]],
    relations_after: Mapping[str, Sequence[Sequence[int]]],
    kind: str,
    changed_before: int | None,
    changed_after: int | None,
    rng: Random,
) -> list[str]:
    """Lower-case captions without a full stop, all true, at most eight; none where no words pick out the object.

    Parameters
    ----------
    objects_before, objects_after
        Objects with ``size``, ``color``, ``material`` and ``shape``.
    relations_before, relations_after
        ``relations[R][i]`` lists the objects that stand ``R`` (left, right, front, behind) of object ``i``.
    kind
        ``add``, ``drop``, ``move``, ``color``, ``material``, ``replace`` or ``none``.
    changed_before, changed_after
        Index of the changed object in each list; None where it is absent.
    """
    if kind == "none":
        return rng.sample(lexicon.NO_CHANGE, NO_CHANGE_CAPTIONS)
    objects, relations, changed = (
        (objects_after, relations_after, changed_after)
        if kind == "add"
        else (objects_before, relations_before, changed_before)
    )
    if changed is None:
        raise ValueError(f"a change of kind {kind!r} needs the index of the object that changed")
    new = objects_after[changed_after] if changed_after is not None else {}
    scene = Scene.of_truth(objects, relations, (changed,))
    found = []
    usage = Usage(scene, changed)
    for left_out in scene.names(changed):
        for relation in (False, True):
            reference = usage.draw(left_out, relation, rng)
            if reference is not None:
                found.append(_statement(_words(reference, scene, rng), kind, new, rng))
    return found


def house_caption(
    objects: Sequence[Mapping[str, str]],
    relations: Mapping[str, Sequence[Sequence[int]]],
    kind: str,
    changed: int | None,
    new: Mapping[str, str],
) -> str:
    """The one sentence that says it plainly: all attributes, and a neighbour only where they do not suffice.

    ``objects`` and ``relations`` are of the picture that shows the changed object, after the change for ``add``;
    ``new`` are its attributes after the change.
    """
    if changed is None:
        return lexicon.NO_CHANGE[0]
    scene = Scene.of_truth(objects, relations, (changed,))
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


def _words(reference: Reference, scene: Scene, rng: Random) -> str:
    text = f"the {_name(scene.properties[reference.node], reference.attributes, rng)}"
    if not reference.relation:
        return text
    link = "that is " if rng.random() < 0.5 else ""
    anchor = _name(scene.properties[reference.anchor], reference.anchor_attributes, rng)
    return f"{text} {link}{rng.choice(lexicon.RELATION_PHRASES[reference.relation])} the {anchor}"


def _statement(subject: str, kind: str, new: Mapping[str, str], rng: Random) -> str:
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
