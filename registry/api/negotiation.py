"""Which representation a caller gets: the one that her Accept header wants most (RFC 9110, 12.5.1)."""

from operator import attrgetter

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    def select_renderer(self, request, renderers, format_suffix=None):
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        # Nearly everybody asks for JSON by its name, or the door does so for her: there is nothing to weigh.
        if renderers and accept == renderers[0].media_type:
            return renderers[0], renderers[0].media_type
        # REST framework passes `q` over, and takes a form that is wanted less, or not at all.
        ranges = [MediaType(text) for text in self.get_accept_list(request)]
        ranges.sort(key=attrgetter("quality", "specificity"), reverse=True)
        places = {renderer: _place(renderer.media_type, ranges) for renderer in renderers}
        wanted = [renderer for renderer in renderers if places[renderer] is not None]
        if not wanted:
            raise NotAcceptable(available_renderers=renderers)
        # Of those that are wanted alike, the first of ours.
        renderer = min(wanted, key=places.get)
        return renderer, renderer.media_type


def _place(media_type, ranges):
    """Where the range stands by which this form is accepted; None when it is not.

    Of several that it is in, the narrowest counts. What a range says beside the form, such as a charset, is passed
    over: there is one of each.
    """
    main, _slash, sub = media_type.partition("/")
    found = [
        (-(one.main_type != "*") - (one.sub_type != "*"), place)
        for place, one in enumerate(ranges)
        if one.main_type in (main, "*") and one.sub_type in (sub, "*")
    ]
    place = min(found)[1] if found else None
    return None if place is None or ranges[place].quality == 0 else place
