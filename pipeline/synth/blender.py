"""Renders views with Cycles through Blender's Python module (``pip install bpy``), materials built from nodes.

Blender's module carries no types: its objects are ``Any`` here.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from PIL import Image

from pipeline.core.silence import silenced
from pipeline.synth.scene import Lamp, Surroundings, Thing, View


class BlenderRenderer:
    """Cycles on the CPU.  One instance a process; a process should end after a few hundred pictures."""

    def __init__(self, threads: int = 0) -> None:
        self.threads = threads

    def render(self, view: View) -> np.ndarray:
        """The picture, ``uint8`` of shape ``(height, width, 3)``."""
        bpy = self._bpy
        scene = bpy.context.scene
        made = [self._lamp(lamp) for lamp in view.lamps]
        made += [self._sun(view.sun), self._ground(view), *(self._thing(thing) for thing in view.things)]
        self._camera(view)
        background = scene.world.node_tree.nodes["Background"]
        background.inputs["Color"].default_value = (*view.sky, 1)
        scene.cycles.samples = view.samples
        scene.cycles.use_denoising = view.denoise
        scene.cycles.seed = view.seed
        scene.render.resolution_x, scene.render.resolution_y = view.camera.width, view.camera.height
        with tempfile.TemporaryDirectory() as folder:
            scene.render.filepath = str(Path(folder) / "view.png")
            with _quiet():
                bpy.ops.render.render(write_still=True)
            picture = np.asarray(Image.open(scene.render.filepath).convert("RGB"))
        for item in made:
            bpy.data.objects.remove(item, do_unlink=True)
        with _quiet():
            bpy.ops.outliner.orphans_purge(do_recursive=True)
        return picture

    @cached_property
    def _bpy(self) -> ModuleType:
        with _quiet():
            import bpy

            bpy.ops.wm.read_factory_settings(use_empty=True)
        scene = bpy.context.scene
        scene.render.engine = "CYCLES"
        scene.cycles.device = "CPU"
        scene.cycles.use_adaptive_sampling = False
        scene.cycles.max_bounces = 4
        scene.cycles.denoiser = "OPENIMAGEDENOISE"
        scene.cycles.denoising_quality = "FAST"
        scene.cycles.denoising_prefilter = "NONE"
        scene.view_settings.view_transform = "Standard"
        scene.render.image_settings.file_format = "PNG"
        if self.threads:
            scene.render.threads_mode, scene.render.threads = "FIXED", self.threads
        scene.world = bpy.data.worlds.new("world")
        scene.world.use_nodes = True
        camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
        camera.data.sensor_width = 32
        scene.collection.objects.link(camera)
        scene.camera = camera
        return bpy

    def _link(self, name: str, data: Any) -> Any:
        item = self._bpy.data.objects.new(name, data)
        self._bpy.context.scene.collection.objects.link(item)
        return item

    def _camera(self, view: View) -> None:
        camera = self._bpy.context.scene.camera
        camera.data.lens = view.camera.lens
        right, down, forward = view.camera.rotation
        camera.matrix_world = _matrix(np.stack([right, -down, -forward], axis=1), view.camera.position)

    def _lamp(self, lamp: Lamp) -> Any:
        data = self._bpy.data.lights.new("lamp", "AREA")
        data.energy, data.size, data.color = lamp.power, lamp.size, lamp.rgb
        item = self._link("lamp", data)
        backward = np.asarray(lamp.position) / np.linalg.norm(lamp.position)
        side = np.cross([0, 0, 1.0], backward)
        side /= np.linalg.norm(side)
        item.matrix_world = _matrix(np.stack([side, np.cross(backward, side), backward], axis=1), lamp.position)
        return item

    def _sun(self, strength: float) -> Any:
        data = self._bpy.data.lights.new("sun", "SUN")
        data.energy = strength
        return self._link("sun", data)

    def _ground(self, view: View) -> Any:
        mesh = self._bpy.data.meshes.new("ground")
        mesh.from_pydata(*_ground_shape(view.surroundings))
        mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
        mesh.materials.append(self._ground_material(view))
        return self._link("ground", mesh)

    def _ground_material(self, view: View) -> Any:
        about = view.surroundings
        material, nodes, links = self._material("ground")
        shader = nodes["Principled BSDF"]
        shader.inputs["Roughness"].default_value = about.ground_roughness
        shader.inputs["Base Color"].default_value = (*about.ground, 1)
        if about.texture:
            noise, ramp = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeMapRange")
            mix = nodes.new("ShaderNodeVectorMath")
            mix.operation = "SCALE"
            mix.inputs[0].default_value = about.ground
            place = nodes.new("ShaderNodeTexCoord")
            noise.inputs["Scale"].default_value = about.texture_scale
            ramp.inputs["To Min"].default_value = 1 - about.texture
            ramp.inputs["To Max"].default_value = 1 + about.texture
            links.new(place.outputs["Object"], noise.inputs["Vector"])
            links.new(noise.outputs[0], ramp.inputs["Value"])
            links.new(ramp.outputs[0], mix.inputs["Scale"])
            links.new(mix.outputs[0], shader.inputs["Base Color"])
        return material

    def _thing(self, thing: Thing) -> Any:
        mesh = self._bpy.data.meshes.new(thing.shape)
        _fill(mesh, thing)
        metal = thing.material == "metal"
        mesh.materials.append(self._metal(thing) if metal else self._rubber(thing))
        item = self._link(thing.shape, mesh)
        c, s = np.cos(thing.turn), np.sin(thing.turn)
        item.matrix_world = _matrix(np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) * thing.radius, thing.center)
        return item

    def _rubber(self, thing: Thing) -> Any:
        material, nodes, _ = self._material("rubber")
        shader = nodes["Principled BSDF"]
        roughness, specular, sheen = thing.roughness
        shader.inputs["Base Color"].default_value = (*thing.rgb, 1)
        shader.inputs["Roughness"].default_value = roughness
        shader.inputs["Specular IOR Level"].default_value = specular
        shader.inputs["Sheen Weight"].default_value = sheen
        return material

    def _metal(self, thing: Thing) -> Any:
        material, nodes, links = self._material("metal")
        rough, fine, share = thing.roughness
        glosses = []
        for value, stretch in ((rough, 0.25), (fine, 0.0)):
            gloss = nodes.new("ShaderNodeBsdfAnisotropic")
            gloss.inputs["Color"].default_value = (*thing.rgb, 1)
            gloss.inputs["Roughness"].default_value = value
            gloss.inputs["Anisotropy"].default_value = stretch
            glosses.append(gloss)
        mix = nodes.new("ShaderNodeMixShader")
        mix.inputs["Fac"].default_value = share
        links.new(glosses[0].outputs[0], mix.inputs[1])
        links.new(glosses[1].outputs[0], mix.inputs[2])
        links.new(mix.outputs[0], nodes["Material Output"].inputs["Surface"])
        return material

    def _material(self, name: str) -> tuple[Any, Any, Any]:
        """A new material, its nodes and the links between them."""
        material = self._bpy.data.materials.new(name)
        material.use_nodes = True
        return material, material.node_tree.nodes, material.node_tree.links


def _fill(mesh: Any, thing: Thing) -> None:
    """A unit shape (radius or half side 1) with rounded edges and smooth shading."""
    import bmesh

    shape = bmesh.new()
    if thing.shape == "sphere":
        bmesh.ops.create_uvsphere(shape, u_segments=48, v_segments=24, radius=1)
    elif thing.shape == "cube":
        bmesh.ops.create_cube(shape, size=2)
    else:
        bmesh.ops.create_cone(shape, cap_ends=True, segments=48, radius1=1, radius2=1, depth=2)
    if thing.shape != "sphere":
        sharp = [edge for edge in shape.edges if edge.calc_face_angle(0) > 1.0]
        bmesh.ops.bevel(
            shape, geom=sharp, offset=thing.bevel, segments=4, profile=0.5, affect="EDGES", clamp_overlap=True
        )
    for face in shape.faces:
        face.smooth = thing.soft or thing.shape == "sphere" or (len(face.verts) == 4 and not _flat(face))
    shape.to_mesh(mesh)
    shape.free()


def _ground_shape(about: Surroundings) -> tuple[list, list, list]:
    """Vertices, edges and faces: a square, or a disc whose rim curves up all around."""
    if not about.backdrop:
        r = about.ground_size
        return [(-r, -r, 0), (r, -r, 0), (r, r, 0), (-r, r, 0)], [], [(0, 1, 2, 3)]
    bends = np.radians(np.linspace(0, 75, 13))
    profile = [(about.backdrop + 15 * np.sin(bend), 15 * (1 - np.cos(bend))) for bend in bends]
    turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    points = [(r * np.cos(turn), r * np.sin(turn), z) for r, z in profile for turn in turns]
    n = len(turns)
    faces: list[tuple[int, ...]] = [tuple(range(n))]
    for ring in range(len(profile) - 1):
        low = ring * n
        faces += [(low + i, low + n + i, low + n + (i + 1) % n, low + (i + 1) % n) for i in range(n)]
    return points, [], faces


def _flat(face: Any) -> bool:
    return max(abs(v) for v in face.normal) > 0.999


def _matrix(rotation: np.ndarray, position: Sequence[float] | np.ndarray) -> Any:
    from mathutils import Matrix

    full = np.eye(4)
    full[:3, :3], full[:3, 3] = rotation, position
    return Matrix(full.tolist())


def _quiet() -> AbstractContextManager[None]:
    """Blender reports every picture on the C library's stdout."""
    return silenced(sys.stdout, 1)
