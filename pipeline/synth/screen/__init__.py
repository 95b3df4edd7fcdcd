"""Pages written by the project itself, rendered in Chromium, with the truth read from the document."""
