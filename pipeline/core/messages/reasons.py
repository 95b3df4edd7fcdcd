"""What is said where nothing is told, though something differs or nothing can be seen."""

TOO_LITTLE = "Too little can be seen to tell whether anything has changed."
PASSED_OVER = "{words}"
