"""Regions and words in one space (Karpathy and Fei-Fei 2015): which part of a pair each word of a sentence is about."""
