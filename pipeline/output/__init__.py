"""What the commands print and write: JSON, tables, graph files, pictures and the report page."""
