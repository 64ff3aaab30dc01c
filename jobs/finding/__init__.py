"""Which jobs fit what a reader asks for, how many would fit something else, and in which order.

Every public job has a place in a row, the newest last; a facet's value is the set of places of its jobs,
written as one whole number (docs/decisions/0007). Sets are intersected and counted in microseconds.
"""
