"""Webhooks: an employer's program is told when a listing is approved, returned or closed.

What is told is written down in the transaction of what happened, and sent after it; `manage.py
catch_up` sends what is due again and what a killed worker left.
"""
