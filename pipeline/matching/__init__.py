"""Which object is which: assignment, evidence of agreement, displacement."""
