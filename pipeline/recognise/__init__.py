"""Of which world pictures are: by a look at their pixels or, in doubt, by what a world's detector makes of them."""
