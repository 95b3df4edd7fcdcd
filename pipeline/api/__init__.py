"""What people use in Python: the captioner, and answers that can show themselves.

It stands above everything: :mod:`pipeline.flow` finds the answer, :mod:`pipeline.output` has its forms, and here both
are brought together.  ``pipeline`` and ``spot_it`` hand on its names.
"""
