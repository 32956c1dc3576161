"""Pictures to share, 1200 by 630: a plate says what is on one, drawing makes it a PNG.

    plates   what a picture says: the words of a statement, or rows of counts
    fonts    the two fonts, and which characters they have
    setting  words set into lines that fit
    signs    the shapes of the stances
    drawing  all of it as PNG

The fonts have Latin, Greek and Cyrillic letters. What they lack is never drawn as a box: a
picture then says that the words stand on the page.
"""
