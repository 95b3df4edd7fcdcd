"""How the objects of a picture stand to each other."""
