"""The service's calls, a file a subject; every handler is a plain `def`, so that it runs in a thread."""
