"""Benchmarks, run by hand: `python -m tests.bench seed`, then `python -m tests.bench run`.

They need PostgreSQL on 127.0.0.1:5432 (user postgres), gunicorn and wrk. Everything is measured beside
two others that answer with the very same bytes: the limit, a bare WSGI callable, and the floor, the
smallest Django view. Read the ratios, not the absolute numbers: machines are noisy.
"""
