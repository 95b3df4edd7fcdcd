"""Pictures that were never rendered, as a detector without doubts would have seen them."""

from random import Random

import numpy as np

from language.abstract_scenes import scene
from pipeline.core.types import SceneObject
from pipeline.synth.scene import VALUES, Camera
from pipeline.training.alignment.pictures import SeenPicture

CAMERA = {
    "position": [7.48, -6.51, 5.34],
    "target": [0.0, 0.0, 0.0],
    "roll": 0.0,
    "focal": 525.0,
    "width": 480,
    "height": 320,
}


def seen(rng: Random) -> SeenPicture:
    """A random scene, every object of which was read without doubt."""
    objects, shown = [], []
    camera = Camera(tuple(CAMERA["position"]), tuple(CAMERA["target"]))
    for thing in scene(rng, 6):
        radius = {"large": 0.7, "small": 0.35}[thing.attributes["size"]]
        place = [thing.x, thing.y, radius]
        u, v, depth = camera.project(np.array([place]))[0]
        half = radius * camera.focal / depth
        box = np.array([u - half, v - half, u + half, v + half])
        objects.append({**thing.attributes, "3d_coords": place, "bbox": box.tolist()})
        scores = {name: {v: float(v == thing.attributes[name]) for v in values} for name, values in VALUES.items()}
        shown.append(SceneObject(box, thing.attributes["shape"], 1.0, thing.attributes, scores, scale=half / radius))
    return SeenPicture({"objects": objects, "camera": CAMERA}, tuple(shown))
