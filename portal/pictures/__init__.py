"""The picture library: what staff upload, with its words, and the sizes in which readers get it.

`uploads` takes a file in, `actions` keeps it, `renditions` make the sizes in a task, `sources` says what
a page needs to draw one, `panels` lets a text show one, and `uses` knows where each is shown.
"""
