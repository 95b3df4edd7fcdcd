"""The local web page: two pictures in, the report out, and the same as JSON."""
