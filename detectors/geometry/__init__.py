"""Cameras over a ground plane, and how to find them from detected objects."""
