"""Canonical correlation analysis finds what two views share, and a network that starts from it agrees with it."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.cca import fit


def test_what_both_views_share_comes_first():
    rng = np.random.default_rng(0)
    shared = rng.normal(size=(400, 1))
    owner = np.repeat(np.arange(400), 2)
    images = np.hstack([5 * rng.normal(size=(400, 3)), shared])
    sentences = np.hstack([shared[owner] + 0.1 * rng.normal(size=(800, 1)), 3 * rng.normal(size=(800, 2))])
    image, text = fit(images, sentences, owner, size=1, ridge=0.001)
    agreed = np.corrcoef(image(images)[owner, 0], text(sentences)[:, 0])[0, 1]
    assert agreed > 0.98
    assert abs(image(images).mean()) < 1e-4


def test_a_ridge_keeps_a_view_without_variance_finite():
    images, sentences = np.ones((6, 3)), np.random.default_rng(1).normal(size=(6, 2))
    image, text = fit(images, sentences, np.arange(6), size=5)
    assert np.isfinite(image(images)).all() and np.isfinite(text(sentences)).all()
    assert text.turn.shape == (2, 2)


def test_an_alignment_network_starts_where_words_and_regions_agree():
    torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
    from pipeline.training.alignment_network.network import AlignmentNetwork, AlignmentShape
    from pipeline.training.alignment_network.start import start

    rng = np.random.default_rng(2)
    words = rng.normal(size=(7, 3)).astype(np.float32)
    words[0] = 0  # padding
    turn, regions = rng.normal(size=(5, 3)).astype(np.float32), rng.normal(size=(4, 5)).astype(np.float32)
    network = AlignmentNetwork(AlignmentShape(7, 5, size=6, word_size=3, hidden=6)).eval()
    start(network, words, turn)
    with torch.no_grad():
        said = network.embed_words(torch.arange(1, 7)[:, None])[:, 0]
        found = (said @ network.embed_regions(torch.from_numpy(regions)).T).numpy()
    assert found == pytest.approx(words[1:] @ (regions @ turn).T, abs=1e-4)


def test_scaled_sentences_have_length_one():
    torch = pytest.importorskip("torch", reason="training needs torch (pip install 'spot-it[train]')")
    from pipeline.training.alignment_network.network import AlignmentNetwork, AlignmentShape

    torch.manual_seed(0)
    network = AlignmentNetwork(AlignmentShape(9, 5, size=6, word_size=3, hidden=6, unit=True)).eval()
    with torch.no_grad():
        words = network.embed_words(torch.tensor([[2, 3, 4, 5], [6, 7, 0, 0]]))
    assert words.sum(dim=1).norm(dim=-1).numpy() == pytest.approx([1, 1], abs=1e-5)
    assert not words[1, 2:].any()
