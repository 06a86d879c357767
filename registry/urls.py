"""Every page of the registry. `GET` looks, `POST` acts; each act has its own address and name."""

from django.urls import path

from registry.views import directory, organizations, pages

app_name = "registry"

urlpatterns = [
    # For everybody
    path("", pages.home, name="home"),
    path("organizations/", directory.organization_list, name="organization-list"),
    path("organizations/organizations.csv", directory.organization_csv, name="organization-csv"),
    path("organizations/<str:reference>/", directory.organization_detail, name="organization-detail"),
    path("levels/", pages.levels, name="levels"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    # For staff
    path("staff/", pages.staff_home, name="staff-home"),
    # staff: organizations
    path("staff/organizations/", organizations.organization_list, name="staff-organizations"),
    path("staff/organizations/new/", organizations.new, name="organization-new"),
    path("staff/organizations/<str:reference>/", organizations.edit, name="organization-edit"),
    path("staff/organizations/<str:reference>/history/", organizations.history, name="organization-history"),
    path("staff/organizations/<str:reference>/publish/", organizations.publish, name="organization-publish"),
    path("staff/organizations/<str:reference>/review/", organizations.review, name="organization-review"),
    path("staff/organizations/<str:reference>/archive/", organizations.archive, name="organization-archive"),
    path("staff/organizations/<str:reference>/dormant/", organizations.make_dormant, name="organization-dormant"),
    path("staff/organizations/<str:reference>/verify/", organizations.verify, name="organization-verify"),
    path("staff/organizations/<str:reference>/at-risk/", organizations.mark_at_risk, name="organization-at-risk"),
    path(
        "staff/organizations/<str:reference>/at-risk/propose-lifting/",
        organizations.propose_lifting_risk,
        name="organization-propose-lifting",
    ),
    path("staff/organizations/<str:reference>/at-risk/lift/", organizations.lift_risk, name="organization-lift-risk"),
    # staff: imports
    # staff: jobs
    # staff: messages
    # staff: access
    # For members of an organization
]
