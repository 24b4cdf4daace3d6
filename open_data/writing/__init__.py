"""How rows become the bytes of a file, piece by piece; one module for each format."""
