"""Limits the child processes that read statistics, for good. No Django here."""

import resource

#: No file may take more of the processor, whatever its size.
MOST_SECONDS = 60
#: A traceback goes to a file of the parent's; what else is written, goes to the parent's pipe.
_MOST_WRITTEN = 64 * 1024
_MOST_EVER_WRITTEN = 512 * 1024 * 1024


def limit(seconds: int, data_bytes: int) -> None:
    """Limit this process. Its processor time and what it may write can be raised later, within bounds."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_EVER_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow(seconds: int) -> None:
    """Give this process so many seconds of the processor in all."""
    resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, MOST_SECONDS), MOST_SECONDS))


def may_write(size: int) -> None:
    """Let this process write a file of that size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(size, _MOST_EVER_WRITTEN), _MOST_EVER_WRITTEN))
