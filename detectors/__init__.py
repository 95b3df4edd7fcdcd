"""What is in a picture: proposals, objects with attributes, and how they stand to each other."""
