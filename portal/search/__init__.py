"""One search over whatever apps register: an index of words in the database, written with the things.

An app's module `search` is found by itself and registers a source (`sources`); its actions `index` and
`remove` in their own transactions (`indexing`). The index knows words and keys, and decides nothing about who
may see what: whoever asks `find` (`finding`) joins the keys with the `public()` of their own rows.
"""
