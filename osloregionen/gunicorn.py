"""How gunicorn serves the portal; `script/server` adds the address."""

import os

# Sync workers behind nginx: here threads were two to three times slower.
worker_class = "sync"
workers = min(len(os.sched_getaffinity(0)), 4)
# Each worker starts the child process that makes PDFs; one that was forked beforehand fails.
preload_app = False
timeout = 60
graceful_timeout = 20
# Without it a socket for remote control lies in the home directory, shared by every portal there.
control_socket_disable = True
