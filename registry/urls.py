"""Every page of the registry. `GET` looks, `POST` acts; each act has its own address and name."""

from django.urls import path

from registry.views import directory, pages

app_name = "registry"

urlpatterns = [
    # For everybody
    path("", pages.home, name="home"),
    path("organizations/", directory.organization_list, name="organization-list"),
    path("levels/", pages.levels, name="levels"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    # For staff
    path("staff/", pages.staff_home, name="staff-home"),
    # staff: organizations
    # staff: imports
    # staff: jobs
    # staff: messages
    # staff: access
    # For members of an organization
]
