"""Rendered scene pairs with full truth, in the world of CLEVR: sampling, changes, rendering, camera artefacts."""
