"""Change facts from two object graphs: every reading of the scenes has a cost, the cheapest story wins."""
