"""The portal's addresses. Each app has its own; all are Norwegian, lower-case, with a slash at the end."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from osloregionen import data_views, home, views
from osloregionen.components import components, components_admin, components_pdf
from osloregionen.sitemaps import PagesSitemap, robots

urlpatterns = [
    path("", home.home, name="home"),
    path("sitemap.xml", sitemap, {"sitemaps": {"sider": PagesSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("komponenter/", components, name="components"),
    path("komponenter/admin/", components_admin, name="components_admin"),
    path("komponenter/trykk.pdf", components_pdf, name="components_pdf"),
    path("data/", data_views.data, name="data"),
    path("data/katalog.ttl", data_views.data_catalogue, name="data_catalogue"),
    path("data/<slug:name>.<slug:file_format>", data_views.data_file, name="data_file"),
    path("admin/", admin.site.urls),
    path("", include("members.urls")),
    path("", include("declaration.urls")),
    path("", include("actionplan.urls")),
    path("", include("emissions.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
