"""From a file or an address to articles and definitions."""
