"""How gunicorn serves the portal: `gunicorn --config python:portal.gunicorn portal.wsgi`.

docs/operations.md says what the variables do; gunicorn itself reads `FORWARDED_ALLOW_IPS`.
"""

import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, os.process_cpu_count() or 1))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)

# Seconds. A page takes milliseconds: a worker that is silent for this long is stuck.
timeout = 30
graceful_timeout = 30
# Longer than a proxy keeps an idle connection, so that it is the proxy that closes it.
keepalive = int(os.environ.get("WEB_KEEPALIVE") or 75)
# Workers are renewed now and then, never all at once.
max_requests = 50_000
max_requests_jitter = 5_000

# Heartbeats go to memory, where a busy disk can't delay them.
if Path("/dev/shm").is_dir():  # noqa: S108 (gunicorn makes an unguessable file of its own there)
    worker_tmp_dir = "/dev/shm"  # noqa: S108 (as above)

accesslog = "-"
errorlog = "-"
# Who, what, the answer, its bytes, and how long it took in microseconds.
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(D)sµs "%(f)s"'
# No socket to steer a running server by: a service manager does that.
control_socket_disable = True
