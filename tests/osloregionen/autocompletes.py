"""Every field of the admin that is searched as one types, as its registered forms have them."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.admin import AdminSite, site
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse


def searched_fields(of: AdminSite = site) -> Iterator[tuple[str, str]]:
    """Give each field, as "members.meeting.body", and the address at which its choices are asked for.

    Of all forms and the rows within them. No queries.
    """
    request = RequestFactory().get("/")
    # One who may do all.
    request.user = get_user_model()(is_staff=True, is_active=True, is_superuser=True)
    for model_admin in of._registry.values():
        for part in (model_admin, *model_admin.get_inline_instances(request)):
            opts = part.opts
            for field in part.get_autocomplete_fields(request):
                asked = {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": field}
                yield f"{opts.label_lower}.{field}", f"{reverse('admin:autocomplete')}?{urlencode(asked)}"
