"""Benchmarks, run by hand: `python -m tests.bench seed`, then `python -m tests.bench run`.

They need PostgreSQL on 127.0.0.1:5432 (user postgres; `databases` tells how to take another, or SQLite),
gunicorn and wrk. Everything is measured beside two others that answer with the very same bytes: the
limit, a bare WSGI callable, and the floor, the smallest Django view. Read the ratios, not the absolute
numbers: machines are noisy. On one that others use, ratios of rates mean little as well: read those by
processor time, and what `python -m tests.bench profile` counts.
"""
