"""The day: who is there, on a phone at the door, with or without a line; what is printed for it."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import actions
from consultations.exporters import badges_pdf, participants_pdf
from consultations.models import Registration
from consultations.queries import day as asked
from consultations.queries.calendar import is_over
from consultations.queries.participants import counts
from consultations.states import CHECKING_IN
from consultations.views.organize import found, permitted
from consultations.views.tabs import tabs
from registry.views import files
from registry.views.doors import staff_page

MOST_AT_ONCE = 100


@require_safe
@staff_page
def overview(request, reference):
    """At the door, or in the session that was chosen.

    It lists and counts those of whom this organizer may know. Who came into danger after she was confirmed is not on
    it: her badge lets her in all the same, see `person`. A code that is typed leads where the code on the badge does.
    """
    permitted(request)
    consultation = found(reference)
    session = _session(consultation, request.GET.get("session"))
    known = consultation.registrations.visible_to(request.user)
    everybody, text = asked.rows(known, session=session), request.GET.get("q", "").strip()
    if text and consultation.registrations.filter(reference=text.upper()).exists():
        return _badge(consultation, text.upper(), session)
    awaited = [row for row in everybody if row.is_awaited]
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, request.user, current="staff-day"),
        "session": session,
        "sessions": asked.sessions(consultation, user=request.user),
        "q": text,
        "awaited": asked.named(awaited, text),
        "others": asked.named([row for row in everybody if not row.is_awaited], text),
        "expected": len(awaited),
        "present": sum(row.present is not None for row in awaited),
        "is_checking_in": consultation.state in CHECKING_IN,
        "can_close": consultation.state in CHECKING_IN and _has_come(consultation),
        "counts": counts(consultation, user=request.user),
        "organizers": asked.organizer_names(),
    }
    return render(request, "consultations/day.html", context)


@require_safe
@staff_page
def person(request, reference, registration):
    """Where the code on a badge leads: whether the badge is good, for everybody without a name or an organization.

    A badge that was printed stays good when its organization comes into danger, and an organizer who may not know of
    that lets its holder in: as the page names nobody, it does not tell for whom it leaves a name out.
    """
    permitted(request)
    consultation = found(reference)
    session = _session(consultation, request.GET.get("session"))
    (row,) = asked.rows(_one(consultation, registration), session=session)
    context = {
        "consultation": consultation,
        "tabs": tabs(consultation, request.user, current="staff-day"),
        "session": session,
        "sessions": asked.sessions(consultation, user=request.user),
        "row": row,
        "is_checking_in": consultation.state in CHECKING_IN,
        "organizers": asked.organizer_names(),
    }
    return render(request, "consultations/check_in.html", context)


@require_POST
@staff_page
def check_in(request, reference, registration):
    consultation, one, session = _pressed(request, reference, registration)
    actions.check_in(one, session=session, by=request.user)
    told = _("%(name)s is checked in.") if "q" in request.POST else _("The badge %(reference)s is checked in.")
    messages.success(request, told % _called(request, one))
    return _back(request, consultation, one, session)


@require_POST
@staff_page
def undo(request, reference, registration):
    consultation, one, session = _pressed(request, reference, registration)
    actions.undo_check_in(one, session=session, by=request.user)
    is_of_list = "q" in request.POST
    told = _("%(name)s is not checked in any more.") if is_of_list else _("The badge %(reference)s is not checked in.")
    messages.success(request, told % _called(request, one))
    return _back(request, consultation, one, session)


@require_POST
@staff_page
def send(request, reference):
    """What a device took, perhaps without a line; each is answered by its key, and may be sent again."""
    permitted(request)
    consultation = found(reference)
    taken = _taken(request.POST.get("taken", ""))
    if taken is None:
        told = _(
            "This is not a list of check-ins. Open the page of the day again: what waits on the device stays there."
        )
        return JsonResponse({"detail": told}, status=400)
    answers = actions.take_check_ins(consultation, taken, by=request.user)
    return JsonResponse({"answers": [vars(answer) for answer in answers]})


@require_POST
@staff_page
def close(request, reference):
    permitted(request)
    actions.close_attendance(found(reference), by=request.user)
    messages.success(request, _("The list is closed: who was not checked in did not come."))
    return redirect("consultations:staff-day", reference)


@require_safe
@staff_page
def badges(request, reference):
    permitted(request)
    consultation = found(reference)
    people = [
        replace(one, address=_address(consultation, one)) for one in asked.for_badges(consultation, user=request.user)
    ]
    return _pdf(consultation, "badges", badges_pdf(people, event=consultation.name, language=_language()))


@require_safe
@staff_page
def door_list(request, reference):
    permitted(request)
    consultation = found(reference)
    people = asked.for_the_door(consultation, user=request.user)
    return _pdf(consultation, "door", _list(consultation, people, for_the_door=True))


@require_safe
@staff_page
def participants_list(request, reference):
    permitted(request)
    consultation = found(reference)
    people = asked.for_participants(consultation)
    return _pdf(consultation, "participants", _list(consultation, people, for_the_door=False))


def _pressed(request, reference, registration):
    permitted(request)
    consultation = found(reference)
    one = get_object_or_404(_one(consultation, registration))
    return consultation, one, _session(consultation, request.POST.get("session"))


def _one(consultation, registration):
    """By its code, whoever it is: see `person`."""
    people = consultation.registrations.filter(reference=registration)
    get_object_or_404(people)
    return people.select_related("consultation")


def _called(request, one):
    """What the answer to an act calls her: by name only to whoever may know of her."""
    is_known = Registration.objects.visible_to(request.user).filter(pk=one.pk).exists()
    return {"name": one.name if is_known else one.reference, "reference": one.reference}


def _badge(consultation, registration, session):
    there = reverse("consultations:staff-participant", args=[consultation.reference, registration])
    return redirect(f"{there}?{urlencode({'session': session.reference})}" if session else there)


def _session(consultation, reference):
    return get_object_or_404(consultation.agenda, reference=reference) if reference else None


def _back(request, consultation, one, session):
    """To the list, if she came from there, as it was searched; else to the badge."""
    query = QueryDict(mutable=True)
    if session:
        query["session"] = session.reference
    if "q" in request.POST:
        query["q"] = request.POST["q"]
        there = reverse("consultations:staff-day", args=[consultation.reference])
    else:
        there = reverse("consultations:staff-participant", args=[consultation.reference, one.reference])
    return redirect(f"{there}?{query.urlencode()}" if query else there)


def _taken(text):
    """The check-ins in what was sent, or None when it is no list of them."""
    try:
        taken = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_list = isinstance(taken, list) and len(taken) <= MOST_AT_ONCE
    return taken if is_list and all(isinstance(one, dict) for one in taken) else None


def _has_come(consultation):
    """Whether its last day is today, or over."""
    return is_over(consultation.ends_on - timedelta(days=1), consultation.zone)


def _address(consultation, one):
    return settings.SITE_ORIGIN + reverse(
        "consultations:staff-participant", args=[consultation.reference, one.reference]
    )


def _language():
    return (get_language() or "en")[:2]


def _list(consultation, people, *, for_the_door):
    return participants_pdf(
        people,
        event=consultation.name,
        footer=consultation.reference,
        language=_language(),
        for_the_door=for_the_door,
    )


def _pdf(consultation, name, content):
    return files.made(content, name=f"{consultation.reference}-{name}.pdf", media_type="application/pdf")
