"""The one exception that a user is meant to see."""


class SpotItError(Exception):
    """Unusable input: the message is one line that says what is wrong and what to do.  Exit status 2."""
