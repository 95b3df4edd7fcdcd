"""Pairs composed of photographs: things cut out of some are put into others, so that all that changed is known."""
