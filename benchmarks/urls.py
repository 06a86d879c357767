"""The addresses of the bases."""

from django.http import HttpResponse
from django.urls import path
from rest_framework.routers import SimpleRouter

from benchmarks.usual import OrganizationListView, OrganizationViewSet

router = SimpleRouter()
router.register("api/organizations", OrganizationViewSet)

urlpatterns = [
    path("hello/", lambda request: HttpResponse("Hello, world")),
    path("organizations/", OrganizationListView.as_view()),
    path("organizations-counted/", OrganizationListView.as_view(with_counts=True)),
    *router.urls,
]
