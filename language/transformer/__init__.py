"""The captioner that sees the objects of both graphs: a transformer over them and the words (Yao et al. 2022)."""
