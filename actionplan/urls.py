"""Addresses of the action plan. A PDF lives beside its page."""

from django.urls import path, re_path

from actionplan import comparison_views, connection_views, progress_views, version_views, views

app_name = "actionplan"

urlpatterns = [
    path("handlingsprogram/", views.plan_list, name="plan_list"),
    path("handlingsprogram/<int:year>/", views.PlanDetailView.as_view(), name="plan_detail"),
    path("handlingsprogram/<int:year>.pdf", version_views.plan_pdf, name="plan_pdf"),
    path("handlingsprogram/<int:year>/utkast.pdf", version_views.plan_draft_pdf, name="plan_draft_pdf"),
    path(
        "handlingsprogram/<int:year>/versjoner/<int:number>.pdf",
        version_views.version_pdf,
        name="version_pdf",
    ),
    path("handlingsprogram/<int:year>.ics", views.plan_calendar, name="plan_calendar"),
    path("handlingsprogram/<int:year>/sammenhenger/", connection_views.connections, name="connections"),
    path("handlingsprogram/<int:year>/status/", progress_views.plan_status, name="plan_status"),
    path("handlingsprogram/<int:year>/status.pdf", progress_views.plan_status_pdf, name="plan_status_pdf"),
    path("handlingsprogram/leveranser/", progress_views.OutputListView.as_view(), name="output_list"),
    path("handlingsprogram/sammenligning/", comparison_views.comparison, name="comparison"),
    path("handlingsprogram/sammenligning.pdf", comparison_views.comparison_pdf, name="comparison_pdf"),
    re_path(
        r"^handlingsprogram/(?P<year>[0-9]{1,4})/aktiviteter/(?P<number>[0-9]{1,3}\.[0-9]{1,3})/$",
        views.activity_detail,
        name="activity_detail",
    ),
    path("barekraftsmal/", views.goal_list, name="goal_list"),
    path("barekraftsmal/<int:number>/", views.GoalDetailView.as_view(), name="goal_detail"),
]
