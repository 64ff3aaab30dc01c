"""What programs of an employer do with its listings: the same as its people on the site, by the same rules.

Apart from the public resource, which is the same for everybody and cached.
"""
