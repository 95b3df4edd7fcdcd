"""Our R-CNN for the blocks world: one trunk, region proposals, RoIAlign, and a head for each thing to be known.

``network`` is the torch module; ``onnx_detector`` runs its export without importing torch; ``training`` fits it.
"""
