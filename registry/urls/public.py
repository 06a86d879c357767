"""Addresses for everybody."""

from django.urls import path

from registry.views import (
    directory,
    editions,
    joining,
    lessons,
    mails,
    pages,
    people,
    programmes,
    saved_views,
    statistics,
)

urlpatterns = [
    # For everybody
    path("", pages.home, name="home"),
    path("organizations/", directory.organization_list, name="organization-list"),
    path("organizations/organizations.csv", directory.organization_csv, name="organization-csv"),
    path("organizations/<str:reference>/", directory.organization_detail, name="organization-detail"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/statistics.csv", statistics.statistics_csv, name="statistics-csv"),
    path("editions/", editions.edition_list, name="edition-list"),
    path("editions/<int:number>/", editions.edition_detail, name="edition-detail"),
    path("editions/<int:number>/organizations/", editions.edition_rows, name="edition-rows"),
    path("editions/<int:number>/files/<str:name>", editions.edition_file, name="edition-file"),
    path("editions/<int:number>/since/<int:earlier>/", editions.edition_comparison, name="edition-comparison"),
    path("levels/", pages.levels, name="levels"),
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/<str:code>/lessons/", lessons.shelf, name="lesson-list"),
    path("programmes/<str:code>/lessons/<str:reference>/file/", lessons.file, name="lesson-file"),
    path("programmes/<str:code>/", programmes.programme_detail, name="programme-detail"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("invitations/<str:token>/", people.invitation, name="invitation-detail"),
    path("invitations/<str:token>/accept/", people.accept_invitation, name="invitation-accept"),
    path("register/", joining.search, name="register"),
    path("register/new/", joining.new, name="register-new"),
    path("register/proof/<str:token>/", joining.proof, name="claim-proof"),
    path("register/proof/<str:token>/confirm/", joining.prove, name="claim-prove"),
    path("register/<str:reference>/claim/", joining.claim, name="register-claim"),
    path("mails/<str:token>/", mails.stop, name="mail-stop"),
    path("saved/<str:token>/", saved_views.stop, name="saved-view-stop"),
]
