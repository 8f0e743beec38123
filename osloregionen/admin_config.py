"""Tells Django that the portal's own admin site is the admin. Apart, since it is read before any model."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django's admin with `osloregionen.admin_site.PortalAdminSite` as its site."""

    default_site = "osloregionen.admin_site.PortalAdminSite"
