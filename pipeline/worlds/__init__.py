"""Packs: which stages answer, with which parameters and weights.

A pack is a folder:

- ``config.toml``: ``[pack]`` (name, summary, trained_on, ``node_score``), ``[scores]``, ``[stages]`` (stage to
  implementation; ``generator`` may be a list) and one table ``[STAGE.IMPLEMENTATION]`` of keyword arguments each.
  A key that ends in ``_file`` names a file of the pack and is passed without that ending, as a path.
- the files it names, ``CARD.md`` (what the pack was trained on, how, and what it scored) and ``checksums.json``.
"""

from pipeline.worlds.world import Pack, load_pack

__all__ = ["Pack", "load_pack"]
