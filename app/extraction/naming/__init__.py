"""Names, roles and who is who in a text: the parts of coreference.py, linking.py and dates.py.

Words are cut (words.py), grouped (units.py) and made into mentions (mentions.py); mentions of the
same one become an entity (entities.py) with its offices (roles.py): the cast of the text
(cast.py). discourse.py says how present each is at a place, sources.py what the words of a source
are, dated.py which day a phrase means.
"""
