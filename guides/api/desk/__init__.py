"""What programs of staff do with guides: drafts, revisions and the steps to publication.

Apart from the public resource, which is the same for everybody and cached.
"""
