"""n-gram language models: their files, and the scores of sentences under them."""
