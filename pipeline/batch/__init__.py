"""Many pairs: reading them, answering them with worker processes, and writing results that survive an interruption.

- :mod:`pipeline.batch.pairs` reads a manifest or two folders.
- :mod:`pipeline.batch.results` appends result lines, and finds out which are there already.
- :mod:`pipeline.batch.local` answers pairs in worker processes of this machine.
"""
