"""Guards that read the code, the templates and the docs."""
