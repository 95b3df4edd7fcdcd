"""Names for crops, from any classifier of ImageNet's classes."""
