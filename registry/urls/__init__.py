"""Every page of the registry. `GET` looks, `POST` acts; each act has its own address and name."""

from registry.urls import members, public, records, staff

app_name = "registry"

# The first that fits answers: a page of everybody's never stands behind one of the others.
urlpatterns = [*public.urlpatterns, *records.urlpatterns, *staff.urlpatterns, *members.urlpatterns]
