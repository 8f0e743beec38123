"""Models of the declaration app, by subject."""

from declaration.models.content import Commitment, Declaration, MainPoint, Milestone, PublishedCount, Theme
from declaration.models.signature import Signature

__all__ = ["Commitment", "Declaration", "MainPoint", "Milestone", "PublishedCount", "Signature", "Theme"]
