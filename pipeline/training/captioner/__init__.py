"""Fitting captioners of single pictures: their features, their captions, and one loop for all three models."""
