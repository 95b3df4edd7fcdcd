"""How good answers are: words by the field's own metrics, facts by the truth, boxes by where things are."""
