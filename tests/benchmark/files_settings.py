"""WhiteNoise in a Django that does nothing else: what a file of the portal's is compared with."""

import os

from tests.benchmark.empty_settings import *  # noqa: F403

MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
WHITENOISE_ROOT = os.environ["BENCHMARK_FILES"]
