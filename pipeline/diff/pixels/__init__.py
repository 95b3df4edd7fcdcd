"""Change facts of photographs: detections and aligned pixels have to agree."""
