"""Pre-training and fitting the transformer that captions pairs of object graphs, on pairs that were never rendered."""
