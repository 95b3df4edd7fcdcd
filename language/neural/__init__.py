"""The captioner that sees pixels alone: a convolutional encoder of the pair and a recurrent decoder of words."""
