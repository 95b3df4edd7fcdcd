"""Training of the two-branch embedding, in torch."""
