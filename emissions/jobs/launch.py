"""Starts a program that nobody waits for, in a session of its own: no browser and no server takes it along.

    python -I launch.py PROGRAM ARGUMENT…

Runs apart from Django. It leaves at once; its child has no parent left that could forget to bury it.
"""

import os
import sys

if __name__ == "__main__" and os.fork() == 0:
    os.setsid()
    # Pages come first where processors are few.
    os.nice(5)
    # What is started is the portal's own: `starting.launch`.
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606
