"""A world that somebody adds: a pack and an installed package, and nothing else, make all commands know it."""

from __future__ import annotations

import json

import flat_world as flat
import pytest

from pipeline import Captioner


def answer(pipeline, *arguments):
    status, out, err = pipeline(*arguments)
    assert (status, err) == (0, "")
    return json.loads(out)


def test_auto_knows_its_pictures_and_says_why(flat_world, pair, pipeline):
    told = answer(pipeline, "run", *pair, "--json")
    assert (told["pack"], told["changes"][0]["kind"]) == ("flat", "color")
    verdicts = {one["pack"]: one["belongs"] for one in told["choice"]}
    assert verdicts["flat"] is True and verdicts.get("blocks") is not True


def test_other_pictures_stay_with_their_worlds(flat_world, request):
    example = request.config.rootpath / "docs" / "example"
    captioner = Captioner.from_pack("auto")
    assert [world.name for world in captioner.worlds] == ["blocks", "photo", "screen", "flat"]
    assert captioner.choice(example / "before.png", example / "after.png").world == "blocks"


@pytest.mark.parametrize("pack", ["auto", "flat"])
def test_inspect_and_diff_answer_in_it(flat_world, pair, pipeline, pack):
    graph = answer(pipeline, "inspect", pair[0], "--pack", pack, "--format", "json")
    assert sorted(node["attributes"]["color"] for node in graph["nodes"]) == ["green", "red"]
    facts = answer(pipeline, "diff", *pair, "--pack", pack, "--format", "json")
    assert [(one["old"], one["new"]) for one in facts["changes"]] == [("red", "blue")]


def test_a_batch_chooses_it_for_its_pairs_alone(flat_world, pair, pipeline, tmp_path, request):
    example = request.config.rootpath / "docs" / "example"
    rows = [("flat", *pair), ("blocks", example / "before.png", example / "after.png")]
    lines = [json.dumps({"id": name, "before": str(before), "after": str(after)}) for name, before, after in rows]
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines) + "\n")
    assert pipeline("batch", tmp_path / "pairs.jsonl", "-o", tmp_path / "results.jsonl", "--workers", 1)[0] == 0
    results = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert {one["id"]: one["pack"] for one in results} == {"flat": "flat", "blocks": "blocks"}


def test_its_stages_and_pack_are_listed(flat_world, pipeline):
    rows = [line.split() for line in pipeline("stages", "--pack", "flat")[1].splitlines()]
    used = {row[0]: row[2] for row in rows if row[1] == "*"}
    assert (used["recogniser"], used["detector"]) == ("flat", "flat")
    assert "rectangles" in pipeline("packs")[1]


def test_its_vocabulary_is_its_own(flat_world):
    (world,) = Captioner.from_pack("flat").worlds
    assert world.vocabulary["color"] == tuple(flat.COLOURS)
