"""Web pages: from the bytes of one to its text and to what it says of itself.

    encoding   bytes -> characters, whatever is declared
    tree       characters -> a tree of elements that nothing can make too deep
    blocks     the tree -> paragraphs, as a browser would set them
    content    which of them are the article
    linked     JSON-LD, however nested
    metadata   title, outlet, language, addresses and dates, as the page declares them
    refusal    pages that hold no article: walls, errors, empty shells, lists

app/readers/html.py puts them together.
"""
