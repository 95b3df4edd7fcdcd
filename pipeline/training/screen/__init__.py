"""Training the role network on rendered pages."""
