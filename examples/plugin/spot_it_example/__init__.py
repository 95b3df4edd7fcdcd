"""Two stages for Spot It: a detector of bright things, and a ranker that likes short sentences."""
