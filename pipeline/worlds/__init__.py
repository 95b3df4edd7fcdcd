"""Worlds: kinds of picture, each a pack: a folder that holds everything particular to it.

- ``config.toml``: ``[pack]`` (name, summary, trained_on, ``node_score``), ``[scores]``, ``[stages]`` (stage to
  implementation; ``generator`` may be a list), what the world's scenes are like (``[vocabulary]``, ``[solids]``,
  ``[camera]``, ``[noise]``), weights that do not ship (``[needs]``, ``[release.NAME]``), and one table
  ``[STAGE.IMPLEMENTATION]`` of keyword arguments each.  A key that ends in ``_file`` names a file of the pack and is
  passed without that ending, as a path.
- the files it names, ``CARD.md`` (what the pack was trained on, how, and what it scored) and ``checksums.json``.
"""

from pipeline.worlds.world import World, load_world

__all__ = ["World", "load_world"]
