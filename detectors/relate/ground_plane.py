"""Relations along the ground, relative to the camera, in the sense of CLEVR (Johnson et al., CVPR 2017)."""

from __future__ import annotations

import numpy as np

from detectors.geometry.measure import Noise, measure
from detectors.geometry.prior import CameraPrior
from detectors.geometry.single import fit_camera
from detectors.geometry.solids import Solids
from detectors.relate.image_plane import ImagePlane
from pipeline.core.protocols import Relater
from pipeline.core.types import ObjectGraph


class GroundPlane(Relater):
    """Edges left, right, front and behind where two objects clearly differ along the camera's right or forward.

    The camera is fitted to the objects' centres and scales; without centres, or where nobody has said what the world's
    solids and cameras are like, relations are those of the image plane.

    Parameters
    ----------
    margin
        World units two objects must differ by to stand in a relation at all.
    doubt
        Standard deviations of the difference that it must exceed the margin by before an edge is added.
    near
        Distance in world units under which objects are near each other.
    solids, camera, noise
        What the world's objects are like as bodies, where its cameras usually are, and how surely a detector measures.
    """

    def __init__(
        self,
        margin: float = 0.2,
        doubt: float = 1.0,
        near: float = 1.6,
        solids: Solids | None = None,
        camera: CameraPrior | None = None,
        noise: Noise | None = None,
    ) -> None:
        self.margin = margin
        self.doubt = doubt
        self.near = near
        self.solids = solids
        self.camera = camera
        self.noise = noise

    def relate(self, graph: ObjectGraph) -> None:
        """Add the clear relations as edges."""
        if len(graph) < 2:
            return
        if self.solids is None or self.camera is None or any(found.center is None for found in graph.objects):
            ImagePlane().relate(graph)
            return
        places, spread = places_on_ground(graph, self.solids, self.camera, self.noise or Noise())
        nodes = list(graph.nodes)
        gap = places[:, None] - places[None]
        sure = self.margin + self.doubt * np.hypot(spread[:, None], spread[None])
        for name, axis, sign in (("right", 0, 1), ("left", 0, -1), ("behind", 1, 1), ("front", 1, -1)):
            for i, j in np.argwhere(sign * gap[..., axis] > sure[..., axis]):
                graph.add_edge(nodes[i], nodes[j], key=name)
        apart = np.linalg.norm(gap, axis=-1)
        for i, j in np.argwhere((apart < self.near) & ~np.eye(len(nodes), dtype=bool)):
            graph.add_edge(nodes[i], nodes[j], key="near")


def places_on_ground(
    graph: ObjectGraph, solids: Solids, prior: CameraPrior, noise: Noise
) -> tuple[np.ndarray, np.ndarray]:
    """Ground positions ``(n, 2)``, right and forward of the camera's foot, and their standard deviations."""
    seen = measure(graph.objects, graph.extent, solids, noise)
    camera = fit_camera(seen, graph.extent, prior).camera
    places = np.nan_to_num(camera.backproject(seen.pixel, seen.z), nan=1e3)
    scale = camera.focal / np.maximum(camera.depth(np.column_stack([places, seen.z])), 0.1)
    across = seen.pixel_sd / scale
    along = np.hypot(across / np.sin(max(camera.pitch, 0.1)), seen.z_sd / np.tan(max(camera.pitch, 0.1)))
    return places, np.stack([across, along], -1)
