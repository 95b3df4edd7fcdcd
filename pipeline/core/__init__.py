"""What every part may import: types, boxes, protocols, messages, images, files, checkpoints."""
