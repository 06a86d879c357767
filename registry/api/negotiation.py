"""Which representation a caller gets: by her Accept header, as Django REST framework reads it."""

from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    def select_renderer(self, request, renderers, format_suffix=None):
        # Nearly everybody asks for JSON by its name, or the door does so for her: there is nothing to weigh.
        if renderers and request.META.get("HTTP_ACCEPT") == renderers[0].media_type:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)
