"""What the named worlds (tests/scenarios.py) are built of, by subject. All of it is made up and says so."""
