"""`pipeline inspect` and `pipeline diff` in every format."""

from __future__ import annotations

import io
import json
import shutil
import subprocess

import networkx as nx
import pytest
from PIL import Image


def test_inspect_json_is_a_node_link_graph(flat_world, pair, pipeline):
    status, out, _ = pipeline("inspect", pair[0], "--pack", "flat", "--format", "json")
    assert status == 0
    graph = nx.node_link_graph(json.loads(out), edges="edges")
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.graph == {"width": 160, "height": 120}
    assert set(graph.nodes[0]) == {"label", "box", "score", "attributes", "attribute_scores"}
    assert graph.nodes[0]["box"] == [20, 40, 50, 70]
    assert graph.nodes[0]["attributes"]["color"] == "red"
    assert graph.nodes[0]["attribute_scores"]["color"]["red"] == 0.999
    assert graph.has_edge(0, 1, "left") and graph.has_edge(1, 0, "right")


def test_inspect_graphml_can_be_read_back(flat_world, pair, pipeline):
    _, out, _ = pipeline("inspect", pair[0], "--pack", "flat", "--format", "graphml")
    graph = nx.parse_graphml(out, force_multigraph=True)
    assert graph.nodes["0"]["color"] == "red" and graph.nodes["0"]["x1"] == 50
    assert "left" in {data["relation"] for data in graph.get_edge_data("0", "1").values()}
    names = [key for *_, key in graph.edges(keys=True)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("command", ["inspect", "diff"])
def test_dot_is_well_formed(flat_world, pair, pipeline, command):
    pictures = pair[:1] if command == "inspect" else pair
    _, out, _ = pipeline(command, *pictures, "--pack", "flat", "--format", "dot")
    assert out.startswith("digraph {\n") and out.endswith("}\n")
    assert "cube" in out and " -> " in out
    if shutil.which("dot"):
        assert subprocess.run(["dot", "-Tplain"], input=out, capture_output=True, text=True).returncode == 0


def test_inspect_table_names_every_object(flat_world, pair, pipeline):
    _, out, _ = pipeline("inspect", pair[0], "--pack", "flat")
    head, *rows = out.splitlines()
    assert head.split() == ["node", "object", "score", "box", "relations"]
    assert "large red rubber cube" in rows[0] and "20,40,50,70" in rows[0] and "left of 1" in rows[0]
    assert len(rows) == 2


def test_inspect_png_is_the_picture_with_boxes(flat_world, pair, pipeline, tmp_path):
    path = tmp_path / "seen.png"
    assert pipeline("inspect", pair[0], "--pack", "flat", "--format", "png", "-o", path) == (0, "", "")
    drawn, plain = Image.open(path), Image.open(pair[0])
    frame = 16  # pixels around the picture, where numbers may stand
    assert drawn.getpixel((frame + 20, frame + 55)) != plain.getpixel((20, 55))  # the box's left edge
    assert drawn.getpixel((frame + 35, frame + 60)) == plain.getpixel((35, 60))  # inside the box


def test_diff_json_is_the_description_without_words(flat_world, pair, pipeline):
    _, out, _ = pipeline("diff", *pair, "--pack", "flat", "--format", "json")
    facts = json.loads(out)
    assert list(facts) == ["before", "after", "pack", "changed", "changes", "unsure", "reasons"]
    assert facts["changes"] == json.loads(pipeline("run", *pair, "--pack", "flat", "--json")[1])["changes"]


def test_diff_graphml_links_the_object_to_what_it_became(flat_world, pair, pipeline):
    _, out, _ = pipeline("diff", *pair, "--pack", "flat", "--format", "graphml")
    graph = nx.parse_graphml(out, force_multigraph=True)
    changed, same = sorted(graph.edges(data=True), key=lambda edge: "change" not in edge[2])
    tail, head, data = changed
    assert (same[:2], same[2]["relation"]) == (("before 1", "after 1"), "same")
    assert (graph.nodes[tail]["picture"], graph.nodes[head]["picture"]) == ("before", "after")
    assert (data["change"], data["old"], data["new"]) == ("color", "red", "blue")


def test_diff_table(flat_world, pair, pipeline):
    _, out, _ = pipeline("diff", *pair, "--pack", "flat")
    assert out.splitlines()[1].split()[:7] == ["color", "large", "red", "rubber", "cube", "red", "blue"]
    assert pipeline("diff", pair[0], pair[0], "--pack", "flat")[1] == "Nothing has changed.\n"


def test_diff_png_shows_both_pictures(flat_world, pair, pipeline_process):
    done = pipeline_process("diff", *pair, "--pack", "flat", "--format", "png", text=False)
    assert done.returncode == 0
    drawn = Image.open(io.BytesIO(done.stdout))
    assert drawn.width >= 160 + 160 and drawn.height >= 120
