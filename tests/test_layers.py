"""Who may import whom: packages stand in layers, siblings stand apart, and no modules import each other in a circle.

Every import counts, also one inside a function or for the type checker alone.
"""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SIBLINGS = ("detectors", "language", "ranker")
LAYERS = (
    ("pipeline.core",),
    SIBLINGS,
    ("pipeline.matching",),
    ("pipeline.register",),
    ("pipeline.diff",),
    ("pipeline.recognise", "pipeline.worlds"),
    ("pipeline.flow",),
    tuple(f"pipeline.{name}" for name in ("output", "datasets", "synth", "evaluate", "batch", "watch")),
    ("pipeline.serve",),
    ("pipeline.training",),
    ("pipeline.api",),
    ("pipeline.cli", "pipeline.__main__", "pipeline", "spot_it"),
)
"""Lowest first; a package may import its own layer and those below it, siblings excepted."""


@cache
def modules() -> dict[str, Path]:
    """The modules of the product by name."""
    found = [
        path.relative_to(ROOT) for top in ("pipeline", "spot_it", *SIBLINGS) for path in (ROOT / top).rglob("*.py")
    ]
    return {".".join(path.with_suffix("").parts).removesuffix(".__init__"): ROOT / path for path in found}


def imports(path: Path) -> set[str]:
    """The modules that a file imports; ``from a import b`` is of ``a.b`` where that is a module, else of ``a``."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} line {node.lineno}: imports are absolute"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= whole if whole <= modules().keys() else whole | {str(node.module)}
    return names


def package(module: str) -> str:
    """The part of the product that has a place in the layers."""
    return ".".join(module.split(".")[: 2 if module.startswith("pipeline.") else 1])


def allowed(module: str, imported: str) -> bool:
    one, other = package(module), package(imported)
    own, theirs = ([k for k, layer in enumerate(LAYERS) if name in layer] for name in (one, other))
    assert own and theirs, f"{one} or {other} has no place in the layers: give it one"
    return one == other or (own >= theirs and not (one in SIBLINGS and other in SIBLINGS))


@cache
def edges() -> frozenset[tuple[str, str]]:
    """Which module imports which."""
    return frozenset((name, other) for name, path in modules().items() for other in imports(path) & modules().keys())


def circle() -> list[str]:
    """Modules that import each other in a circle; none if there is no circle."""
    graph = TopologicalSorter({name: {b for a, b in edges() if a == name} for name in modules()})
    try:
        graph.prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_packages_import_their_own_layer_and_lower_ones_alone():
    assert len(modules()) > 100 and len(edges()) > 300
    assert {edge for edge in edges() if not allowed(*edge)} == set()


def test_no_modules_import_each_other_in_a_circle():
    assert circle() == []


@pytest.mark.parametrize(
    ("module", "imported", "fine"),
    [
        ("pipeline.diff.graphs.costs", "pipeline.core.types", True),
        ("pipeline.register.objects", "pipeline.diff.graphs.costs", False),
        ("pipeline.core.types", "detectors.coco", False),
        ("pipeline.register.objects", "detectors.geometry.fit", True),
        ("language.templates", "pipeline.core.types", True),
        ("language.templates", "ranker.lm", False),
        ("ranker.lm", "pipeline.matching.assign", False),
        ("pipeline.batch.local", "pipeline.output.as_json", True),
        ("pipeline.flow.captioner", "pipeline", False),
        ("pipeline.cli.main", "pipeline", True),
    ],
)
def test_the_rule_knows_up_from_down(module, imported, fine):
    assert allowed(module, imported) is fine
