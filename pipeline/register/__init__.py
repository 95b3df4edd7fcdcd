"""How the camera moved between two pictures."""
