"""The door for partner systems to the feed of changes."""

from registry.api import change_schema, changes
from registry.api.views import PublicViewSet
from registry.models import Scope


class ChangeListViewSet(PublicViewSet):
    may = {"list": None}
    limit = "lists"
    scope = Scope.CHANGES
    parameters = changes.LIST

    @change_schema.change_list
    def list(self, request):
        return changes.page(request, self.asked)
