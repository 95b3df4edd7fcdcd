"""`pipeline train language --captions`: a model of what people wrote."""

from __future__ import annotations

import json

from pipeline.core.ngram.model import NgramModel

SAID = ["the red ball has moved", "the blue ball has moved", "the red cube is gone", "nothing has changed"] * 20


def test_a_language_model_is_estimated_from_a_data_sets_captions(tmp_path, pipeline):
    said = [{"img_id": str(i), "sentences": [text]} for i, text in enumerate(SAID)]
    (tmp_path / "train.json").write_text(json.dumps(said))
    out = tmp_path / "model.arpa"
    captions = ("--captions", tmp_path, "--dataset", "spot_the_diff")
    status, printed, err = pipeline("train", "language", out, *captions, "--order", 3)
    assert status == 0, err
    assert "sentences   76" in printed  # every twentieth pair is held out
    model = NgramModel.read(out)
    likely, unlikely = (model.perplexity([text.split()]) for text in ("the red ball is gone", "gone ball the is red"))
    assert likely < 6 < unlikely


def test_captions_of_a_manifest_do_as_well_and_too_few_are_refused(tmp_path, pipeline):
    path, out = tmp_path / "pairs.jsonl", tmp_path / "model.arpa"
    path.write_text("".join(json.dumps({"id": i, "captions": [text]}) + "\n" for i, text in enumerate(SAID)))
    assert pipeline("train", "language", out, "--captions", path)[0] == 0
    few = tmp_path / "few.jsonl"
    few.write_text('{"id": 1, "captions": ["the ball has moved"]}\n')
    status, _, err = pipeline("train", "language", tmp_path / "none.arpa", "--captions", few)
    assert status == 2 and "too few captions" in err and not (tmp_path / "none.arpa").exists()
