"""What changed between two screenshots: regions without an equal partner, read as changes of elements."""
