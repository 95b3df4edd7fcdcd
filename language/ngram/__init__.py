"""n-gram language models: estimation (modified Kneser-Ney), ARPA files, and scoring."""
