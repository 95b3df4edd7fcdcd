"""One pair followed from two pictures to a sentence: registry, stages, captioner, scope, the choice of a world."""
