"""Camera motion from the objects themselves: two cameras over one ground plane, fitted to the objects that stayed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detectors.geometry.bundle import SHARED, Solution, motion_of, target
from detectors.geometry.fit import fit_pair
from detectors.geometry.measure import Measured, Noise, measure
from detectors.geometry.prior import CameraPrior
from detectors.geometry.single import SingleView, fit_camera
from pipeline.core.types import Motion, ObjectGraph, SceneObject
from pipeline.matching.assign import assign
from pipeline.matching.evidence import Trust, agreement
from pipeline.register.hypotheses import propose, support, turn
from pipeline.register.identity import IdentityMotion
from pipeline.register.one_scale import one_scale
from pipeline.register.two_view import TwoViewMotion

Sizes = tuple[tuple[int, int], tuple[int, int]]


class ObjectRegistrar:
    """Fits both cameras and the motion between them to matched objects, leaving out those that moved.

    Each picture's objects give its camera and so their places on the ground; a turn and a shift bring most places of
    one picture onto like objects of the other; both cameras and the motion are then refined together on the
    reprojection errors of the matched objects, and the matches chosen anew.

    Parameters
    ----------
    small_radius, large_radius
        World units.
    pixel_noise, pixel_noise_hidden, scale_noise, scale_noise_hidden
        Standard deviations of the detector's centres (pixels, in a picture 480 wide) and scales (relative) of a fully
        visible object, and what is added times the hidden share of its outline.
    height, height_sd, pitch, pitch_sd, roll_sd, focal, focal_sd, target_sd, turn_sd
        Where cameras usually are: world units, degrees, picture widths.
    floor
        World units of disagreement on the ground that no measurement explains.
    inlier
        Standard deviations within which an object counts as unmoved.
    unmoved
        What one more unmoved object is worth between two stories, as a log likelihood: a move it saves telling.
    clash
        The most that one attribute's disagreement counts against a match, so that a recoloured object still helps.
    """

    def __init__(
        self,
        small_radius: float = 0.35,
        large_radius: float = 0.7,
        pixel_noise: float = 1.5,
        pixel_noise_hidden: float = 7.0,
        scale_noise: float = 0.05,
        scale_noise_hidden: float = 0.15,
        height: float = 5.34,
        height_sd: float = 1.1,
        pitch: float = 28.3,
        pitch_sd: float = 5.0,
        roll_sd: float = 0.2,
        focal: float = 35 / 32,
        focal_sd: float = 0.01,
        target_sd: float = 0.1,
        turn_sd: float = 8.0,
        floor: float = 0.06,
        inlier: float = 4.0,
        unmoved: float = 10.0,
        clash: float = 2.5,
    ) -> None:
        self.small_radius = small_radius
        self.large_radius = large_radius
        self.pixel_noise = pixel_noise
        self.pixel_noise_hidden = pixel_noise_hidden
        self.scale_noise = scale_noise
        self.scale_noise_hidden = scale_noise_hidden
        self.height = height
        self.height_sd = height_sd
        self.pitch = pitch
        self.pitch_sd = pitch_sd
        self.roll_sd = roll_sd
        self.focal = focal
        self.focal_sd = focal_sd
        self.target_sd = target_sd
        self.turn_sd = turn_sd
        self.floor = floor
        self.inlier = inlier
        self.unmoved = unmoved
        self.clash = clash

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> Motion:
        """The motion; identity where a picture has no object with a known centre."""
        objects = before.objects, after.objects
        if not all(any(found.center is not None for found in side) for side in objects):
            return IdentityMotion()
        return self._fit(*objects, (before.extent, after.extent))

    def reread(self, before: ObjectGraph, after: ObjectGraph) -> tuple[ObjectGraph, ObjectGraph]:
        """Both graphs on one scale, see :func:`~pipeline.register.one_scale.one_scale`; without relations."""

        def implausible(graph: ObjectGraph) -> float:
            seen = measure(graph.objects, graph.extent, self._radii, self._noise)
            return fit_camera(seen, graph.extent, self._prior).cost

        return one_scale(before, after, self._radii, implausible)

    @property
    def _radii(self) -> dict[str, float]:
        return {"small": self.small_radius, "large": self.large_radius}

    @property
    def _noise(self) -> Noise:
        return Noise(self.pixel_noise, self.scale_noise, self.pixel_noise_hidden, self.scale_noise_hidden)

    @property
    def _prior(self) -> CameraPrior:
        return CameraPrior(
            self.height, self.height_sd, self.pitch, self.pitch_sd, self.roll_sd, self.focal, self.focal_sd,
            self.target_sd, self.turn_sd,
        )  # fmt: skip

    def _fit(self, before: list[SceneObject], after: list[SceneObject], sizes: Sizes) -> TwoViewMotion:
        noise, radii, prior = self._noise, self._radii, self._prior
        seen = [measure(side, size, radii, noise) for side, size in zip((before, after), sizes, strict=True)]
        affinity = self._affinity(before, after)
        usual = [fit_camera(side, size, prior) for side, size in zip(seen, sizes, strict=True)]
        best, best_score, calm = self._from_cameras(usual, before, after, seen, affinity, sizes, prior, radii, noise)
        if not calm:
            # A zoom cannot be told from a nearer camera in one picture: let the two pictures together decide.
            free = replace(prior, focal_sd=0.2, roll_sd=1.0)
            zoomed = [fit_camera(side, size, free) for side, size in zip(seen, sizes, strict=True)]
            for views in ([zoomed[0], usual[1]], [usual[0], zoomed[1]], zoomed):
                found, score, calm = self._from_cameras(
                    views, before, after, seen, affinity, sizes, prior, radii, noise
                )
                if score > best_score:
                    best, best_score = found, score
        return best

    def _from_cameras(
        self,
        views: list[SingleView],
        before: list[SceneObject],
        after: list[SceneObject],
        seen: list[Measured],
        affinity: np.ndarray,
        sizes: Sizes,
        prior: CameraPrior,
        radii: dict[str, float],
        noise: Noise,
    ) -> tuple[TwoViewMotion, float, bool]:
        """The best motion from these first cameras, its score, and whether it leaves little to explain."""
        results = []
        for motion in self._guesses(views, seen, affinity):
            start = np.concatenate([views[0].values, views[1].values, motion])
            results.append(self._refine(before, after, seen, affinity, start, sizes, prior, radii, noise))
            if results[-1][2]:
                break
        return max(results, key=lambda result: result[1])

    def _affinity(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        tables = agreement(before, after, Trust()).same.values()
        return np.sum([np.maximum(table, -self.clash) for table in tables], axis=0)

    def _guesses(self, views: list[SingleView], seen: list[Measured], affinity: np.ndarray) -> list[np.ndarray]:
        """The best turn and miss of the target, and the best that are not much the same."""
        first, second = (
            np.nan_to_num(view.camera.backproject(m.pixel, m.z), nan=1e3) for view, m in zip(views, seen, strict=True)
        )
        blur = [0.25 + m.pixel_sd / np.where(np.isfinite(m.scale), m.scale, 40) * 2 for m in seen]
        spread = np.hypot(blur[0][:, None], blur[1][None])
        angles, shifts = propose(first, second, affinity, limit=24, least=-1.0)
        zero = motion_of(np.concatenate([views[0].values, views[1].values, np.zeros(3)]))
        angles = np.append(angles, 0.0)
        shifts = np.concatenate([shifts, np.array([zero.shift])])
        score = support(angles, shifts, first, second, affinity, spread, bonus=2.0)
        misses = self._misses(views, angles, shifts)
        score -= np.log1p((angles / np.radians(self.turn_sd)) ** 2 + (misses**2).sum(-1) / 0.5**2)
        best = int(np.argmax(score))
        around = np.median(first, axis=0)
        here = turn(np.broadcast_to(around, shifts.shape), angles) + shifts
        chosen = [best]
        while len(chosen) < 3:
            other = np.ones(len(score), bool)
            for k in chosen:
                other &= (np.abs(angles - angles[k]) > 0.2) | (np.linalg.norm(here - here[k], axis=-1) > 0.8)
            following = int(np.argmax(np.where(other, score, -np.inf)))
            if not other.any() or score[following] < score[best] - 6:
                break
            chosen.append(following)
        return [np.array([angles[k], *misses[k]]) for k in chosen]

    def _misses(self, views: list[SingleView], angles: np.ndarray, shifts: np.ndarray) -> np.ndarray:
        """By what shift the first view's target misses the second's under each motion, ``(h, 2)``."""
        first, second = (np.array([0.0, target(view.values)[0]]) for view in views)
        return shifts + turn(np.broadcast_to(first, shifts.shape), angles) - second

    def _refine(
        self,
        before: list[SceneObject],
        after: list[SceneObject],
        seen: list[Measured],
        affinity: np.ndarray,
        start: np.ndarray,
        sizes: Sizes,
        prior: CameraPrior,
        radii: dict[str, float],
        noise: Noise,
    ) -> tuple[TwoViewMotion, float, bool]:
        """Refine cameras and matches in turn until the matches stay."""
        matches = self._first_matches(start, seen, affinity, sizes)
        for _ in range(3):
            solution = fit_pair(seen[0], seen[1], matches, start, sizes, prior)
            motion = TwoViewMotion(solution, sizes, radii, noise, self.floor)
            away = motion.displacement_of(*seen)
            gain = np.where(away < self.inlier, affinity + (self.inlier**2 - away**2) / 2, 0.0)
            chosen = assign(-gain)
            if chosen == matches:
                break
            matches, start = chosen, solution.values[:SHARED]
        stays = self.unmoved + np.minimum(affinity, 0) - away**2 / 2
        score = float(sum(stays[i, j] for i, j in matches)) - solution.cost
        count = max(len(before), len(after))
        # With few objects two stories may leave out one object each: compare them before settling.
        settled = count - len(matches) <= (1 if count > 5 else 0)
        return motion, score, settled and solution.cost < 3 + 3 * len(matches)

    def _first_matches(
        self, start: np.ndarray, seen: list[Measured], affinity: np.ndarray, sizes: Sizes
    ) -> list[tuple[int, int]]:
        rough = Solution(start, np.zeros((0, 0)), 0.0, np.array(sizes, float) / 2)
        first = rough.motion.apply(rough.camera(0).backproject(seen[0].pixel, seen[0].z))
        second = rough.camera(1).backproject(seen[1].pixel, seen[1].z)
        away = np.nan_to_num(np.linalg.norm(first[:, None] - second[None], axis=-1), nan=1e3) / 0.4
        return assign(-(affinity + (self.inlier**2 - away**2) / 2))
