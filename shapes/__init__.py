"""The rules: SHACL shapes by promise, and their valid and invalid examples."""
