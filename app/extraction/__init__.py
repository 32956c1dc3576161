"""From an article to attributed statements with positions; knows no database and no web."""
