"""The best of the candidate sentences, and the regions its words are about."""
