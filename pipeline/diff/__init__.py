"""From two object graphs and a camera motion to change facts."""
