"""The alignment model: the same in numpy as in torch; a chain that is exact; regions that are what the graphs say."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from pipeline.core.errors import SpotItError
from pipeline.core.types import RELATIONS, Analysis, Candidate, Change, ObjectGraph, SceneObject, Span
from ranker.alignment.chain import marginals
from ranker.alignment.model import load, save
from ranker.alignment.regions import WHOLE, Layout
from ranker.alignment.scorer import AlignmentScorer
from ranker.alignment.vocabulary import PADDING, UNKNOWN, Vocabulary

LAYOUT = Layout({"color": ("red", "blue"), "shape": ("cube", "ball")}, 3)
WORDS = Vocabulary(
    ("ball", "behind", "blue", "cube", "moved", "red", "the"), frozenset({"cube", "ball"}), frozenset({"red", "blue"})
)


def thing(color: str, shape: str, x: float) -> SceneObject:
    scores = {"color": {color: 0.9}, "shape": {shape: 0.8}}
    box = np.array([x, 20.0, x + 10, 40.0])
    return SceneObject(box, shape, 0.9, {"color": color, "shape": shape}, scores, np.array([1.0, 2.0, x], np.float32))


def graph(*things: SceneObject, behind=()) -> ObjectGraph:
    made = ObjectGraph.of(things, 100, 50)
    made.add_edges_from((i, j, "behind") for i, j in behind)
    return made


@pytest.fixture
def analysis() -> Analysis:
    before = graph(thing("red", "cube", 10), thing("blue", "ball", 50), behind=[(0, 1)])
    after = graph(thing("blue", "ball", 52), thing("red", "ball", 80))
    change = Change("add", "ball", {}, 0.9, None, 1)
    return Analysis(before, after, (change,), matches=((1, 0),))


@pytest.fixture
def networks():
    torch = pytest.importorskip("torch")
    from pipeline.training.alignment_network.export import export
    from pipeline.training.alignment_network.network import AlignmentNetwork, AlignmentShape

    torch.manual_seed(1)
    network = AlignmentNetwork(
        AlignmentShape(len(WORDS), 2 * LAYOUT.size, 2 * len(RELATIONS), 8, 6, 7, leak=0.1)
    ).eval()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    return network, export(network, WORDS, LAYOUT, np.ones(2 * LAYOUT.size, np.float32))


def test_an_object_that_both_pictures_show_is_one_region(analysis):
    regions = LAYOUT.regions(analysis)
    assert set(regions.nodes) == {(1, 0), (0, None), (None, 1), WHOLE}
    assert regions.nodes[-1] == WHOLE
    row = regions.objects[regions.nodes.index((1, 0))]
    assert row[: LAYOUT.size] == pytest.approx([1, 0, 0.9, 0, 0.8, 0.55, 0.6, 0.1, 0.4, 1, 2, 50])
    assert row[LAYOUT.size :][5] == pytest.approx(0.57)
    assert not regions.objects[regions.nodes.index((0, None))][LAYOUT.size :].any()


def test_relations_say_which_picture_they_hold_in(analysis):
    regions = LAYOUT.regions(analysis)
    head, anchor = regions.nodes.index((0, None)), regions.nodes.index((1, 0))
    assert np.flatnonzero(regions.relations.sum(axis=(0, 1))).tolist() == [RELATIONS.index("behind")]
    assert regions.relations[head, anchor].sum() == 1


def test_what_replaces_an_object_is_another_object(analysis):
    change = Change("replace", "cube", {}, 0.9, 0, 1)
    nodes = LAYOUT.regions(replace(analysis, changes=(change,), matches=((0, 1), (1, 0)))).nodes
    assert set(nodes) == {(1, 0), (0, None), (None, 1), WHOLE}


def test_features_of_another_detector_are_left_out():
    found = replace(thing("red", "cube", 10), feature=np.ones(7, np.float32))
    assert not LAYOUT.vector(found, 100, 50)[-3:].any()


def test_numpy_scores_what_torch_scores(networks, analysis):
    import torch

    from pipeline.training.alignment_network.network import scores

    network, model = networks
    regions = LAYOUT.regions(analysis)
    sentences = ["The red cube behind the blue ball moved.", "the ball", "a dragon moved"]
    features = torch.from_numpy(regions.objects)[None]
    relations = torch.from_numpy(regions.relations)[None]
    with torch.no_grad():
        pairs = network.embed_pairs(features, relations).flatten(1, 2)
        every = torch.cat([network.embed_regions(features), pairs], dim=1)
        present = torch.cat([torch.ones(1, len(regions.nodes), dtype=bool), relations.any(-1).flatten(1)], dim=1)
        wanted = scores(every, present, network.embed_words(torch.from_numpy(WORDS.table(sentences))))
    assert model.scores(regions, sentences) == pytest.approx(wanted[0].numpy(), rel=1e-4)


def test_a_saved_model_scores_the_same(networks, analysis, tmp_path):
    _, model = networks
    save(tmp_path / "model.safetensors", model)
    again = load(tmp_path / "model.safetensors")
    assert again.vocabulary == WORDS
    assert again.layout == LAYOUT
    regions = LAYOUT.regions(analysis)
    sentences = ["the red cube", "the blue ball moved"]
    assert again.scores(regions, sentences) == pytest.approx(model.scores(regions, sentences), rel=0.02)
    scorer = AlignmentScorer(tmp_path / "model.safetensors")
    assert scorer.score(analysis, sentences).tolist() == again.scores(regions, sentences).tolist()
    assert scorer.score(analysis, []).shape == (0,)
    assert np.isfinite(scorer.score(Analysis(graph(), graph(), ()), ["", "the cube"])).all()


@pytest.mark.parametrize("content", [None, b"", b"no safetensors"])
def test_a_file_that_is_no_model_is_said_in_one_line(content, tmp_path):
    path = tmp_path / "model.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SpotItError, match="pipeline train aligner"):
        load(path)


def test_the_chain_weighs_every_assignment():
    rng = np.random.default_rng(2)
    unary, pairwise = rng.normal(size=(4, 3)), rng.normal(size=(3, 3))
    wanted = np.zeros((4, 3))
    for path in itertools.product(range(3), repeat=4):
        energy = sum(unary[t, i] for t, i in enumerate(path)) + sum(pairwise[i, j] for i, j in itertools.pairwise(path))
        for t, i in enumerate(path):
            wanted[t, i] += np.exp(energy)
    assert marginals(unary, pairwise) == pytest.approx(wanted / wanted.sum(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The red cube behind a big blue ball moved.", ["red cube", "blue ball"]),  # "big" is not known
        ("The cube turned blue.", ["cube"]),  # a modifier without a noun
        ("It moved.", []),
        ("The Blue Ball moved.", ["Blue Ball"]),
    ],
)
def test_noun_phrases_of_a_bare_sentence(text, phrases):
    assert [text[start:end] for start, end in WORDS.phrases(Candidate(text, "test"))] == phrases


def test_the_generators_phrases_come_first():
    candidate = Candidate("The thing moved.", "test", spans=(Span(4, 9, 0, "before"),))
    assert WORDS.phrases(candidate) == [(4, 9)]


def test_unknown_words_and_padding_have_numbers_of_their_own():
    table = WORDS.table(["the dragon moved", "cube"])
    assert table.shape == (2, 3)
    assert table[0].tolist() == [8, UNKNOWN, 6]
    assert table[1].tolist() == [5, PADDING, PADDING]


def test_words_at_the_wrong_region_cost_what_is_missing():
    torch = pytest.importorskip("torch")
    from pipeline.training.alignment_network.losses import misplaced

    table = torch.tensor([[[2.0, 0.0], [1.0, 3.0], [9.0, 9.0]]])  # three regions, the last one absent; two words
    present = torch.tensor([[True, True, False]])
    first, second = torch.tensor([True, False, False]), torch.tensor([False, True, False])
    nothing = torch.zeros(3, dtype=torch.bool)
    assert misplaced(table, torch.stack([first, second])[None], present, margin=1).item() == 0
    assert misplaced(table, torch.stack([second, second])[None], present, margin=1).item() == pytest.approx(1)
    assert misplaced(table, torch.stack([second, nothing])[None], present, margin=1).item() == pytest.approx(2)


def test_the_hardest_negatives_count():
    torch = pytest.importorskip("torch")
    from pipeline.training.alignment_network.losses import hard, ranking

    scores = torch.tensor([[2.0, 1.5], [0.0, 1.0]])
    same = torch.eye(2, dtype=torch.bool)
    # Pictures lose 0.5 and 0, sentences 0 and 1.5.
    assert ranking(scores, same, margin=1.0, top=1).item() == pytest.approx((0.5 + 0) / 2 + (0 + 1.5) / 2)
    given = torch.tensor([[True, True], [True, False]])
    wrong = torch.tensor([[1.5, 0.0], [0.5, 9.0]])
    assert hard(scores.diagonal(), wrong, given, 1.0).item() == pytest.approx((0.5 + 0 + 0.5) / 3)


def test_an_attribute_without_probabilities_is_certain():
    bare = SceneObject(np.array([0.0, 0.0, 10.0, 10.0]), "cube", 1.0, {"color": "blue"})
    assert LAYOUT.vector(bare, 100, 50)[:5].tolist() == [1, 0, 1, 0, 0]
