"""How dates are written and read, where the portal differs from Django's own bokmål."""
