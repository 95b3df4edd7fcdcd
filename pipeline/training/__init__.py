"""Training that needs several stages at once."""
