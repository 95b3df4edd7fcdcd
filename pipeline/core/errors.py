"""The one exception that a user is meant to see."""

LONGEST = 1000
"""Characters that a line, and any value in it, is cut to: a path or what somebody typed can be a megabyte long."""


class SpotItError(Exception):
    """Unusable input: the message is one line that says what is wrong and what to do.  Exit status 2."""

    def __str__(self) -> str:
        return shortened(super().__str__())


def shortened(text: str) -> str:
    """A text of any length as one printable line of a length that can be read, its middle left out."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} ... {text[-LONGEST // 2 :]}"
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
