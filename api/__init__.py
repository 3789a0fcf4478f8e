"""The answering: settings, build, the assistant, the web service and the command line."""
