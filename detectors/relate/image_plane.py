"""Relations read off boxes alone."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import gap
from pipeline.core.protocols import Relater
from pipeline.core.types import ObjectGraph


class ImagePlane(Relater):
    """Edges from the boxes of a picture of objects that stand on the ground: lower in the picture is nearer.

    Parameters
    ----------
    margin
        Share of the mean box height that two objects must differ by, sideways or in depth.
    near
        Gap between boxes, in mean box heights, under which objects are near each other.
    """

    def __init__(self, margin: float = 0.3, near: float = 0.3) -> None:
        self.margin = margin
        self.near = near

    def relate(self, graph: ObjectGraph) -> None:
        """Add the clear relations as edges."""
        nodes = list(graph.nodes)
        if len(nodes) < 2:
            return
        boxes = np.array([found.box for found in graph.objects], float)
        height = (boxes[:, 3] - boxes[:, 1])[:, None]
        unit = np.maximum((height + height.T) / 2, 1e-6)
        across = ((boxes[:, 0] + boxes[:, 2]) / 2)[:, None] - ((boxes[:, 0] + boxes[:, 2]) / 2)[None]
        nearer = boxes[:, 3][:, None] - boxes[:, 3][None]
        on = self._resting(boxes)
        clear = {
            "right": across > self.margin * unit,
            "left": across < -self.margin * unit,
            "front": (nearer > self.margin * unit) & ~on & ~on.T,
            "behind": (nearer < -self.margin * unit) & ~on & ~on.T,
            "near": gap(boxes, boxes) < self.near * unit,
            "on": on,
        }
        for name, table in clear.items():
            for i, j in np.argwhere(table & ~np.eye(len(nodes), dtype=bool)):
                graph.add_edge(nodes[i], nodes[j], key=name)

    def _resting(self, boxes: np.ndarray) -> np.ndarray:
        """Whether box i stands on the upper part of box j: its foot inside j, and most of its width over j's."""
        x0, y0, x1, y1 = (boxes[:, k] for k in range(4))
        shared = np.minimum(x1[:, None], x1[None]) - np.maximum(x0[:, None], x0[None])
        over = shared > 0.8 * (x1 - x0)[:, None]
        foot = (y1[:, None] > y0[None]) & (y1[:, None] < ((y0 + y1) / 2)[None])
        return over & foot & (y0[:, None] < y0[None])
