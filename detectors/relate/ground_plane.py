"""Relations along the ground, relative to the camera, in the sense of CLEVR (Johnson et al., CVPR 2017)."""

from __future__ import annotations

import numpy as np

from detectors.geometry.measure import Noise, measure
from detectors.geometry.single import fit_camera
from detectors.relate.image_plane import ImagePlane
from pipeline.core.types import ObjectGraph


class GroundPlane:
    """Edges left, right, front and behind where two objects clearly differ along the camera's right or forward.

    The camera is fitted to the objects' centres and scales; without centres, relations fall back to the image plane.

    Parameters
    ----------
    margin
        World units two objects must differ by to stand in a relation at all.
    doubt
        Standard deviations of the difference that it must exceed the margin by before an edge is added.
    near
        Distance in world units under which objects are near each other.
    small_radius, large_radius
        World units.
    pixel_noise, pixel_noise_hidden
        Standard deviation in pixels of the detector's centres, and what is added times the hidden share.
    """

    def __init__(
        self,
        margin: float = 0.2,
        doubt: float = 1.0,
        near: float = 1.6,
        small_radius: float = 0.35,
        large_radius: float = 0.7,
        pixel_noise: float = 1.5,
        pixel_noise_hidden: float = 7.0,
    ) -> None:
        self.margin = margin
        self.doubt = doubt
        self.near = near
        self.small_radius = small_radius
        self.large_radius = large_radius
        self.pixel_noise = pixel_noise
        self.pixel_noise_hidden = pixel_noise_hidden

    def relate(self, graph: ObjectGraph) -> None:
        """Add the clear relations as edges."""
        if len(graph) < 2:
            return
        if any(found.center is None for found in graph.objects):
            ImagePlane().relate(graph)
            return
        places, spread = self.places(graph)
        nodes = list(graph.nodes)
        gap = places[:, None] - places[None]
        sure = self.margin + self.doubt * np.hypot(spread[:, None], spread[None])
        for name, axis, sign in (("right", 0, 1), ("left", 0, -1), ("behind", 1, 1), ("front", 1, -1)):
            for i, j in np.argwhere(sign * gap[..., axis] > sure[..., axis]):
                graph.add_edge(nodes[i], nodes[j], key=name)
        apart = np.linalg.norm(gap, axis=-1)
        for i, j in np.argwhere((apart < self.near) & ~np.eye(len(nodes), dtype=bool)):
            graph.add_edge(nodes[i], nodes[j], key="near")

    def places(self, graph: ObjectGraph) -> tuple[np.ndarray, np.ndarray]:
        """Ground positions ``(n, 2)``, right and forward of the camera's foot, and their standard deviations."""
        noise = Noise(pixel=self.pixel_noise, pixel_hidden=self.pixel_noise_hidden)
        seen = measure(graph.objects, graph.extent, {"small": self.small_radius, "large": self.large_radius}, noise)
        camera = fit_camera(seen, graph.extent).camera
        places = np.nan_to_num(camera.backproject(seen.pixel, seen.z), nan=1e3)
        scale = camera.focal / np.maximum(camera.depth(np.column_stack([places, seen.z])), 0.1)
        across = seen.pixel_sd / scale
        along = np.hypot(across / np.sin(max(camera.pitch, 0.1)), seen.z_sd / np.tan(max(camera.pitch, 0.1)))
        return places, np.stack([across, along], -1)
