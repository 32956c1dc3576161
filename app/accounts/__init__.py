"""Who may come in: passwords, tokens and limits, as functions of values.

    names.py      which names and passwords an account may have
    passwords.py  argon2 hashes of passwords, made and checked
    tokens.py     secrets of sessions, of programs and of forms; how they are stored and compared
    limits.py     how often somebody may try to sign in, and how long a session lasts

What is stored of them is in app/db/store/accounts.py, how a request is let in in app/web/access.py.
"""
