"""Camera motion from the objects themselves: two cameras over one ground plane, fitted to the objects that stayed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detectors.geometry.bundle import SHARED, Solution, motion_of, target
from detectors.geometry.fit import fit_pair
from detectors.geometry.measure import Measured, Noise, measure
from detectors.geometry.prior import CameraPrior
from detectors.geometry.single import SingleView, fit_camera
from detectors.geometry.solids import Solids
from pipeline.core import messages
from pipeline.core.protocols import Registrar
from pipeline.core.types import Motion, ObjectGraph, SceneObject
from pipeline.matching.assign import assign
from pipeline.matching.evidence import Trust, agreement
from pipeline.register.hypotheses import propose, support, turn
from pipeline.register.identity import IdentityMotion
from pipeline.register.one_scale import one_scale
from pipeline.register.two_view import TwoViewMotion

Sizes = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, eq=False)
class _Sight:
    """What both pictures show: objects, their measurements, how alike any two are, and the pictures' sizes."""

    objects: tuple[list[SceneObject], list[SceneObject]]
    seen: list[Measured]
    affinity: np.ndarray
    sizes: Sizes


@dataclass(frozen=True, eq=False)
class _Story:
    """A motion, how well it explains the pictures, and whether it leaves little to explain."""

    motion: TwoViewMotion
    score: float
    calm: bool


class ObjectRegistrar(Registrar):
    """Fits both cameras and the motion between them to matched objects, leaving out those that moved.

    Each picture's objects give its camera and so their places on the ground; a turn and a shift bring most places of
    one picture onto like objects of the other; both cameras and the motion are then refined together on the
    reprojection errors of the matched objects, and the matches chosen anew.

    Parameters
    ----------
    solids
        What the world's objects are like as bodies.
    camera
        Where the world's cameras usually are.
    noise
        How surely a detector measures centres and scales.
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
        solids: Solids | None = None,
        camera: CameraPrior | None = None,
        noise: Noise | None = None,
        floor: float = 0.06,
        inlier: float = 4.0,
        unmoved: float = 10.0,
        clash: float = 2.5,
    ) -> None:
        self.solids = solids
        self.camera = camera
        self.noise = noise
        self.floor = floor
        self.inlier = inlier
        self.unmoved = unmoved
        self.clash = clash

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> Motion:
        """The motion; identity where a picture has no object with a known centre.

        Raises
        ------
        SpotItError
            If nobody has said what the world's solids and cameras are like.
        """
        objects = before.objects, after.objects
        solids, camera, noise = self._scene
        if not all(any(found.center is not None for found in side) for side in objects):
            return IdentityMotion()
        sizes = (before.extent, after.extent)
        seen = [measure(side, size, solids, noise) for side, size in zip(objects, sizes, strict=True)]
        return self._fit(_Sight(objects, seen, self._affinity(*objects), sizes), camera)

    def reread(self, before: ObjectGraph, after: ObjectGraph) -> tuple[ObjectGraph, ObjectGraph]:
        """Both graphs on one scale, see :func:`~pipeline.register.one_scale.one_scale`; without relations."""
        solids, camera, noise = self._scene

        def implausible(graph: ObjectGraph) -> float:
            return fit_camera(measure(graph.objects, graph.extent, solids, noise), graph.extent, camera).cost

        return one_scale(before, after, solids.radii, implausible)

    @property
    def _scene(self) -> tuple[Solids, CameraPrior, Noise]:
        if self.solids is None or self.camera is None:
            raise messages.error(messages.WORLD_WITHOUT_SCENE)
        return self.solids, self.camera, self.noise or Noise()

    def _fit(self, sight: _Sight, prior: CameraPrior) -> TwoViewMotion:
        views = list(zip(sight.seen, sight.sizes, strict=True))
        usual = [fit_camera(side, size, prior) for side, size in views]
        best = self._from_cameras(usual, sight, prior)
        if best.calm:
            return best.motion
        # A zoom cannot be told from a nearer camera in one picture: let the two pictures together decide.
        free = replace(prior, focal_sd=0.2, roll_sd=1.0)
        zoomed = [fit_camera(side, size, free) for side, size in views]
        for cameras in ([zoomed[0], usual[1]], [usual[0], zoomed[1]], zoomed):
            best = max(best, self._from_cameras(cameras, sight, prior), key=lambda story: story.score)
        return best.motion

    def _from_cameras(self, views: list[SingleView], sight: _Sight, prior: CameraPrior) -> _Story:
        """The best story that starts from these cameras."""
        stories: list[_Story] = []
        for motion in self._guesses(views, sight.seen, sight.affinity, prior):
            start = np.concatenate([views[0].values, views[1].values, motion])
            stories.append(self._refine(sight, start, prior))
            if stories[-1].calm:
                break
        return max(stories, key=lambda story: story.score)

    def _affinity(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        tables = agreement(before, after, Trust()).same.values()
        return np.sum([np.maximum(table, -self.clash) for table in tables], axis=0)

    def _guesses(
        self, views: list[SingleView], seen: list[Measured], affinity: np.ndarray, prior: CameraPrior
    ) -> list[np.ndarray]:
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
        score -= np.log1p((angles / np.radians(prior.turn_sd)) ** 2 + (misses**2).sum(-1) / 0.5**2)
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

    def _refine(self, sight: _Sight, start: np.ndarray, prior: CameraPrior) -> _Story:
        """Refine cameras and matches in turn until the matches stay."""
        solids, _, noise = self._scene
        affinity = sight.affinity
        matches = self._first_matches(start, sight)
        for _ in range(3):
            solution = fit_pair(sight.seen[0], sight.seen[1], matches, start, sight.sizes, prior)
            motion = TwoViewMotion(solution, sight.sizes, solids, noise, self.floor)
            away = motion.displacement_of(*sight.seen)
            gain = np.where(away < self.inlier, affinity + (self.inlier**2 - away**2) / 2, 0.0)
            chosen = assign(-gain)
            if chosen == matches:
                break
            matches, start = chosen, solution.values[:SHARED]
        stays = self.unmoved + np.minimum(affinity, 0) - away**2 / 2
        score = float(sum(stays[i, j] for i, j in matches)) - solution.cost
        count = max(len(side) for side in sight.objects)
        # With few objects two stories may leave out one object each: compare them before settling.
        settled = count - len(matches) <= (1 if count > 5 else 0)
        return _Story(motion, score, settled and solution.cost < 3 + 3 * len(matches))

    def _first_matches(self, start: np.ndarray, sight: _Sight) -> list[tuple[int, int]]:
        seen = sight.seen
        rough = Solution(start, np.zeros((0, 0)), 0.0, np.array(sight.sizes, float) / 2)
        first = rough.motion.apply(rough.camera(0).backproject(seen[0].pixel, seen[0].z))
        second = rough.camera(1).backproject(seen[1].pixel, seen[1].z)
        away = np.nan_to_num(np.linalg.norm(first[:, None] - second[None], axis=-1), nan=1e3) / 0.4
        return assign(-(sight.affinity + (self.inlier**2 - away**2) / 2))
