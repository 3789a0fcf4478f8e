"""One module for each kind of answer; each tells a status, or None where the question is not its own."""
