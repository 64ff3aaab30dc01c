"""Letters about new jobs, to readers who asked for them.

An address confirms each search it asks for (`asking`), hears daily or weekly by the clock of its own zone
(`times`), of each job once (`sending`, with a ledger), and leaves without a trace (`leaving`).
"""
