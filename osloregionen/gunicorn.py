"""How gunicorn serves the portal; `script/server` adds the address."""

import os

from osloregionen import environment

_https = environment.flag("HTTPS", default=False)
# Behind nginx (HTTPS) sync workers: here threads were two to three times slower. Without nginx the
# connections that browsers open ahead of need would hold every sync worker until it times out.
worker_class = "sync" if _https else "gthread"
threads = 1 if _https else 8
workers = min(len(os.sched_getaffinity(0)), 4)
# Each worker starts the child process that makes PDFs; one that was forked beforehand fails.
preload_app = False
timeout = 60
graceful_timeout = 20
# Without it a socket for remote control lies in the home directory, shared by every portal there.
control_socket_disable = True
