"""Training of the alignment model, in torch."""
