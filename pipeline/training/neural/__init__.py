"""Fitting the neural captioner to pairs of pictures and their captions."""
