"""Fits the network to rendered scenes: samples with augmentation, targets, losses, the loop, the export."""
