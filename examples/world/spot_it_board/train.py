"""Train the two heads on boards that are drawn for it: ``python -m spot_it_board.train PACK``."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from spot_it_board.detector import VALUES, patches
from spot_it_board.draw import counters, paint

BOARDS, HELD_OUT, STEPS, RATE, DECAY = 150, 30, 400, 1.0, 1e-4


def samples(boards: int, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """What each head sees, ``(n, features)``, and the number of the true value, ``(n,)``."""
    rng = np.random.default_rng(seed)
    seen: dict[str, list] = {name: [] for name in VALUES}
    true: dict[str, list] = {name: [] for name in VALUES}
    for _ in range(boards):
        board = counters(int(rng.integers(4, 8)), rng)
        for box, features in patches(paint(board, rng), contrast=0.06, least=60):
            middle = (box[:2] + box[2:]) / 2
            nearest = min(board, key=lambda one: np.hypot(one.x - middle[0], one.y - middle[1]))
            for name, values in VALUES.items():
                seen[name].append(features[name])
                true[name].append(values.index(getattr(nearest, name)))
    return {name: np.array(rows) for name, rows in seen.items()}, {name: np.array(rows) for name, rows in true.items()}


def fit(seen: np.ndarray, true: np.ndarray, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a softmax regression, by gradient descent on the cross-entropy."""
    mean, spread = seen.mean(0), seen.std(0) + 0.05
    inputs, wanted = (seen - mean) / spread, np.eye(classes)[true]
    weight, bias = np.zeros((seen.shape[1], classes)), np.zeros(classes)
    for _ in range(STEPS):
        shares = np.exp(inputs @ weight + bias)
        wrong = (shares / shares.sum(1, keepdims=True) - wanted) / len(seen)
        weight -= RATE / np.sqrt(seen.shape[1]) * (inputs.T @ wrong + DECAY * weight)
        bias -= RATE * wrong.sum(0)
    weight /= spread[:, None]
    return weight, bias - mean @ weight


def main() -> None:
    """Write ``heads.safetensors`` into the pack, and print how often each head is right on boards not learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    (seen, true), (asked, answers) = samples(BOARDS, arguments.seed), samples(HELD_OUT, arguments.seed + 1)
    heads = {}
    for name, values in VALUES.items():
        weight, bias = fit(seen[name], true[name], len(values))
        heads |= {f"{name}.weight": np.ascontiguousarray(weight), f"{name}.bias": bias}
        right = (asked[name] @ weight + bias).argmax(1) == answers[name]
        print(f"{name}  {right.mean():.1%} of {len(right)} right")
    save_file(heads, arguments.pack / "heads.safetensors")


if __name__ == "__main__":
    main()
