"""A scene watched picture by picture.

- :mod:`pipeline.watch.frames` finds the pictures as they arrive in a folder.
- :mod:`pipeline.watch.events` tells a new event from one that goes on.
- :mod:`pipeline.watch.follow` describes each picture against the one before it, or against a reference.
- :mod:`pipeline.watch.background` holds what a fixed camera sees behind all that passes, and
  :mod:`pipeline.watch.lasting` tells what was left or taken in it.
- :mod:`pipeline.watch.relight` brings pictures to the light of the background.
"""
