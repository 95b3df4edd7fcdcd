"""A world for Spot It: counters on a green board, under a camera that stands still."""
