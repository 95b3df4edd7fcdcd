"""Trains the learned ranker for consensus: candidates of scenes with known truth, against many sampled references."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import MappingProxyType

import numpy as np

from language.negatives import negatives
from language.parser import Situation
from pipeline.core import messages
from pipeline.core.checkpoint import LOG, Checkpoint, State, fingerprint
from pipeline.core.files import write_file
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.protocols import Generator
from pipeline.core.tokens import tokenize
from pipeline.core.types import Analysis, Candidate
from pipeline.training.learning_curve import DONE
from pipeline.training.scenes import TruePair
from pipeline.training.spoken import References
from ranker.cider import Rarity, expected
from ranker.features import NAMES, PairScorer, measure
from ranker.fit import Ranked, fit, regret
from ranker.learned import Weights

LEAST_SCENES = 10

DRAWS = 25
"""Draws of eight references each that a candidate's reward is measured against."""

FALSE = -1.0
"""Reward of a false sentence: less than that of any true one."""

KEPT_EVERY = 10
"""Scenes from one checkpoint to the next: some seconds of work."""

LEAST_DOCUMENTS = 3
"""N-grams of fewer scenes are as rare as can be, and are not stored."""


HELD_OUT = 0.2
"""Share of the scenes that is not trained on."""


@dataclass(frozen=True, eq=False)
class Tools:
    """What the ranker will work with.

    Parameters
    ----------
    generator, language_model
        What writes the candidates, and the file of what scores their words.
    pair_scorers
        Models that compare sentence and pictures, by the name of their feature.
    references
        Writes the captions of a pair that candidates are to be like.
    made_with
        What else tells a checkpoint's run from another: the digests of the files that all these were made from.
    """

    generator: Generator
    language_model: Path
    pair_scorers: Mapping[str, PairScorer] = field(default_factory=dict)
    references: References = TruePair.references
    made_with: Sequence[str] = ()


def train_ranker(
    pairs: Sequence[TruePair],
    tools: Tools,
    out_file: Path,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    checkpoint: Checkpoint | None = None,
) -> dict[str, float]:
    """Train and write the weights.

    What takes the time is to write and to measure candidates, scene by scene; these are what a checkpoint keeps, every
    tenth scene.  The fit itself takes seconds and is done at the end; the learning curve is drawn over the number of
    scenes that it is done on.

    Parameters
    ----------
    pairs
        Scenes; the last ones, a share :data:`HELD_OUT`, are not trained on.

    Raises
    ------
    SpotItError
        If there are too few scenes, or the checkpoint is damaged or of another run.

    Returns
    -------
    dict
        Scenes and candidates seen, and on the held-out scenes the mean reward (CIDEr-D) of the sentences chosen and of
        the best ones there are.
    """
    told = [_references(pair, tools.references, Random(f"{seed}/{number}")) for number, pair in enumerate(pairs)]
    kept = [place for place, references in enumerate(told) if references]
    if len(kept) < LEAST_SCENES:
        raise messages.error(messages.TOO_FEW_SCENES, least=LEAST_SCENES, count=len(kept))
    rarity = Rarity.of((map(tokenize, told[place][:8]) for place in kept), LEAST_DOCUMENTS)
    scorer = Scorer(tools.language_model)
    run = fingerprint((seed, NAMES, kept), *(json.dumps(references) for references in told), *tools.made_with)
    lists = _read(checkpoint, run)
    for done, place in enumerate(kept[len(lists) :], start=len(lists) + 1):
        pair = pairs[place]
        rng = Random(f"{seed}/{place}/negatives")
        others = [told[other][0] for other in kept if other != place and _alike(pairs[other], pair)]
        wrong = negatives(told[place][:8], others, Situation.of_record(pair.record), rng)
        candidates = tools.generator.generate(pair.analysis)
        lists.append(ranked(candidates, wrong, told[place], pair.analysis, scorer, rarity, tools.pair_scorers))
        if checkpoint and (done % KEPT_EVERY == 0 or done == len(kept)):
            _write(checkpoint, run, lists)
        if progress is not None:
            progress(done, len(kept))
    split = max(1, int(len(lists) * (1 - HELD_OUT)))
    if checkpoint:
        _log_curve(checkpoint, lists, split, seed)
    weights = fit(lists[:split], seed=seed)
    record = Weights(weights, rarity).record()
    out_file.parent.mkdir(parents=True, exist_ok=True)
    write_file(out_file, (json.dumps(record, indent=1) + "\n").encode())
    chosen, best = regret(lists[split:], weights)
    count = sum(len(one.rewards) for one in lists)
    return {"scenes": len(lists), "candidates": count, "chosen": round(chosen, 4), "best": round(best, 4)}


def ranked(
    candidates: list[Candidate],
    wrong: Sequence[str],
    references: Sequence[str],
    analysis: Analysis,
    scorer: Scorer,
    rarity: Rarity,
    pair_scorers: Mapping[str, PairScorer] = MappingProxyType({}),
) -> Ranked:
    """Features and rewards of true candidates and of false sentences beside them."""
    stated = (0,) if analysis.changes else ()
    both = [*candidates, *(Candidate(text, "negative", stated) for text in wrong)]
    rewards = expected([tokenize(one.text) for one in candidates], list(map(tokenize, references)), rarity)
    return Ranked(
        measure(both, analysis, scorer, rarity, pair_scorers), np.concatenate([rewards, np.full(len(wrong), FALSE)])
    )


def _references(pair: TruePair, write: References, rng: Random) -> list[str]:
    return [text for _ in range(DRAWS) for text in write(pair, rng)]


def _alike(one: TruePair, other: TruePair) -> bool:
    return one.record["kind"] == other.record["kind"]


def _read(checkpoint: Checkpoint | None, run: str) -> list[Ranked]:
    """The scenes that are done."""
    state = checkpoint.read(run) if checkpoint else None
    if state is None:
        return []
    ends = np.cumsum(state.arrays["counts"])[:-1]
    parts = (np.split(state.arrays[name], ends) for name in ("features", "rewards"))
    return [Ranked(features, rewards) for features, rewards in zip(*parts, strict=True)]


def _write(checkpoint: Checkpoint, run: str, lists: Sequence[Ranked]) -> None:
    arrays = {
        "features": np.concatenate([one.features for one in lists]),
        "rewards": np.concatenate([one.rewards for one in lists]),
        "counts": np.array([len(one.rewards) for one in lists]),
    }
    checkpoint.write(run, State(arrays))


def _log_curve(checkpoint: Checkpoint, lists: Sequence[Ranked], split: int, seed: int) -> None:
    """Rewards on the held-out scenes after fits to the first tenth of the others, two tenths, and so on."""
    (checkpoint.folder / LOG).unlink(missing_ok=True)
    for share in np.arange(1, 11) / 10:
        chosen, best = regret(lists[split:], fit(lists[: max(1, int(share * split))], seed=seed))
        checkpoint.log({DONE: float(share), "chosen": chosen, "best": best})
