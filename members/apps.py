"""The members app: municipalities and the council's own bodies, meetings and documents."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Members and organisation of the council."""

    name = "members"
    verbose_name = "Medlemmer og organisasjon"
