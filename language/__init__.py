"""Change facts to candidate sentences: referring expressions, templates and n-gram models."""
