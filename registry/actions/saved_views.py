"""What is done to a saved view: kept, renamed, shared, followed by mail, deleted.

The history says that there is one and never what it is called: people put into a name what not everybody may know.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.promises import promises_of
from registry.errors import Refused
from registry.models import SavedView, Subscription
from registry.queries import saved_views as queries

# Enough for anybody; a script must not fill the table.
MOST_VIEWS = 100


@transaction.atomic
def save_view(*, name, list_name, filters, by):
    """Keep the filters of a list under a name. `filters` come from queries.saved_views.keep."""
    if by.saved_views.count() >= MOST_VIEWS:
        raise Refused(_("You have %(n)s saved views. Delete one that you do not need any more.") % {"n": MOST_VIEWS})
    with promises_of(SavedView):
        view = SavedView.objects.create(owner=by, name=name, list_name=list_name, filters=filters)
    record("view.saved", subject=view.reference, by=by, diff={"list": [None, str(list_name)]})
    return view


@transaction.atomic
def change_view(view, *, name, unit, by):
    """Give it another name, or share it with a unit; without one it is for its owner alone."""
    view = _lock(view)
    before, view.name, view.unit = view.unit, name, unit
    view.version += 1
    with promises_of(SavedView):
        view.save()
    if before != unit and not unit:
        # Who followed it by her unit may not open it any more.
        view.subscriptions.exclude(person=view.owner).delete()
    record("view.changed", subject=view.reference, by=by, diff={"unit": [_code(before), _code(unit)]})
    return view


@transaction.atomic
def delete_view(view, *, by):
    """Take it away, for everybody with whom it is shared too, with their mails."""
    view = _lock(view)
    record("view.deleted", subject=view.reference, by=by)
    view.delete()


@transaction.atomic
def follow_view(view, *, rhythm, by):
    """Tell this person by mail what is new in the view from now on; without a rhythm, tell her no more."""
    view = _lock(view)
    if not rhythm:
        view.subscriptions.filter(person=by).delete()
        return None
    seen = queries.standing(view, by)
    if seen is None:
        raise Refused(
            _("More than %(n)s organizations stand in this view. Add a filter before you follow it by mail.")
            % {"n": queries.MOST_FOLLOWED}
        )
    subscription, is_new = Subscription.objects.get_or_create(
        view=view, person=by, defaults={"rhythm": rhythm, "seen": seen, "seen_on": timezone.localdate()}
    )
    if not is_new and subscription.rhythm != rhythm:
        # What she has been told of stays: a change of the rhythm must not swallow news.
        subscription.rhythm = rhythm
        subscription.save()
    return subscription


def _lock(view):
    found = SavedView.objects.select_for_update(of=("self",)).select_related("owner", "unit").filter(pk=view.pk).first()
    if found is None:
        raise Refused(_("This view was deleted meanwhile."))
    return found


def _code(unit):
    return unit.code if unit else None
