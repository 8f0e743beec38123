"""The Klimastatus report: what it holds, how that is frozen, what it says, and its PDF."""
