"""Names, roles and who is who in a text: the parts of coreference.py, linking.py, dates.py."""
