"""What the alignment models of the blocks learn from: rendered pictures as the detector sees them, made into pairs."""
