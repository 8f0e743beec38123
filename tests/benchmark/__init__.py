"""`script/benchmark`: what the portal costs, each time beside what it could be compared with."""
