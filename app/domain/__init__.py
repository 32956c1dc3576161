"""The nouns, as frozen dataclasses; each file one noun. Import from the files."""
