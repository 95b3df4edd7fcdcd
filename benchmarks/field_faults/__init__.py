"""Fresh cases of the faults that people met in the field, with the right answer by construction."""
