"""What becomes of a line of the log before it is written. Named by the settings."""

import logging


class WithoutTraceback(logging.Filter):
    """Leaves a message without the fourteen lines that tell where in the code it was found out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback away; every message is written."""
        record.exc_info = None
        return True
