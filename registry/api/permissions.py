"""A viewset names who may do what; what it does not name is refused."""

from rest_framework.permissions import BasePermission


class May(BasePermission):
    def has_permission(self, request, view):
        return getattr(view, "action", None) in getattr(view, "may", {})
