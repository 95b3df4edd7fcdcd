"""Elements of screenshots: proposals from the layout, a small network for their roles, colours, and reading."""
