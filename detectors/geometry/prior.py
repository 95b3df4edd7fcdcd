"""Where cameras usually are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CameraPrior:
    """A world's usual cameras, with standard deviations; ``height`` in world units, angles in degrees, ``focal`` in
    picture widths.

    Most cameras are levelled, have the usual lens and look at one common target; a few do not.  So roll, focal length
    and the misfit of two views' targets are held tightly near their usual values, and, once far from them, hardly.
    The second of two views has gone around the target by an angle of ``turn_sd`` degrees.
    """

    height: float
    height_sd: float
    pitch: float
    pitch_sd: float
    roll_sd: float
    focal: float
    focal_sd: float
    target_sd: float
    turn_sd: float

    def mean(self, width: int) -> np.ndarray:
        """``log height, pitch, roll, log focal`` for a picture of this width."""
        return np.array([np.log(self.height), np.radians(self.pitch), 0.0, np.log(self.focal * width)])

    def spread(self) -> np.ndarray:
        """Standard deviations in the same order."""
        return np.array(
            [self.height_sd / self.height, np.radians(self.pitch_sd), np.radians(self.roll_sd), self.focal_sd]
        )

    def softness(self) -> np.ndarray:
        """Deviations beyond which a value counts ever less, in the same order."""
        return np.array([2.0, 2.0, 1.0, 1.0])

    def motion_spread(self) -> np.ndarray:
        """Standard deviations of turn and shift between two views."""
        return np.array([np.radians(self.turn_sd), self.target_sd, self.target_sd])

    def motion_softness(self) -> np.ndarray:
        """Deviations beyond which a turn or shift counts ever less."""
        return np.array([4.0, 1.0, 1.0])
