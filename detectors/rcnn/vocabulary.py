"""What the heads tell apart, in the order of their outputs."""

SHAPES = ("cube", "sphere", "cylinder")
"""The class head has one more output, the first, for background."""

HEADS: dict[str, tuple[str, ...]] = {
    "size": ("large", "small"),
    "color": ("gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow"),
    "material": ("rubber", "metal"),
}
"""One head for each attribute besides the shape."""

VALUES: dict[str, tuple[str, ...]] = {**HEADS, "shape": SHAPES}
"""Every attribute, in the order of a noun phrase."""
