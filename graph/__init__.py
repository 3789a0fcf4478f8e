"""The memory: triples, releases, validation, threads over the years, and the passage index."""
