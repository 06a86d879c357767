"""One file a format: contents in, bytes out, no database."""
