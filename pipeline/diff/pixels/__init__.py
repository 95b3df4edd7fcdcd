"""Change facts of photographs: detections and aligned pixels have to agree.

- :mod:`pipeline.diff.pixels.judgement` holds every number that decides something.
- :mod:`pipeline.diff.pixels.sight` finds regions that changed, from :mod:`pipeline.diff.pixels.change_map`.
- :mod:`pipeline.diff.pixels.aligned_pair` lays what is detected in each picture over them.
- :mod:`pipeline.diff.pixels.change_facts` asks, in this order, what has another colour (``colors``), what is in one
  picture only (``presence``, ``unnamed``), what of that moved (``moves``) or was replaced (``exchanges``), and what
  belongs together (``counts``, ``groups``).
"""
