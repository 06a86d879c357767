"""The learning shelf of a programme: read by everybody, filled by organizations that take part, kept by staff."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.forms.lessons import LessonForm
from registry.forms.organizations import ReasonForm
from registry.importers.documents import EXTENSIONS
from registry.models import Lesson
from registry.queries import lessons
from registry.queries.words import language_names
from registry.states import NEXT, LessonState
from registry.views import files
from registry.views.acts import ask, ask_member
from registry.views.doors import own_organization, staff_page
from registry.views.programmes import found as found_programme

PAGE = 20


# --- Everybody ----------------------------------------------------------------------------------------------------


@require_safe
def shelf(request, code):
    programme = found_programme(code)
    asked = {name: request.GET.get(name, "").replace("\0", "")[:200].strip() for name in ("q", "language", "area")}
    page = Paginator(lessons.shelf(programme, **asked), PAGE).get_page(request.GET.get("page"))
    languages = lessons.languages_of(programme)
    context = asked | {
        "programme": programme,
        "page": page,
        "rows": [_shown(lesson) for lesson in page],
        "languages": list(zip(languages, language_names(languages), strict=True)),
        "areas": sorted(programme.areas.all(), key=lambda area: area.position),
        "is_asked": any(asked.values()),
    }
    return render(request, "registry/lesson_list.html", context)


@require_safe
def file(request, code, reference):
    """The document of a lesson that the public reads; of any other there is nothing."""
    return _file(get_object_or_404(Lesson.objects.readable(), programme__code=code, reference=reference))


# --- Members ------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def own_list(request, reference):
    organization = own_organization(request, reference)
    context = {
        "organization": organization,
        "rows": [_shown(lesson) for lesson in lessons.of(organization)],
        "programmes": lessons.programmes_of(organization),
        "can_edit": policies.may_edit_own_record(request.user, organization),
    }
    return render(request, "registry/own_lessons.html", context)


@login_required
def contribute(request, reference, code):
    organization = own_organization(request, reference, policies.may_edit_own_record)
    programme = get_object_or_404(lessons.programmes_of(organization), code=code)
    return ask_member(
        request,
        organization,
        LessonForm(request.POST or None, request.FILES or None),
        partial(actions.contribute_lesson, programme, organization, by=request.user),
        current="lessons",
        back=reverse("registry:own-lessons", args=[organization.reference]),
        title=_("Contribute to %(programme)s") % {"programme": programme.name},
        done=_("Thank you. IOM reads it first; you are told by e-mail."),
    )


@require_safe
@login_required
def own_file(request, reference, lesson):
    organization = own_organization(request, reference)
    return _file(get_object_or_404(organization.lessons, reference=lesson))


# --- Staff --------------------------------------------------------------------------------------------------------


@require_safe
@staff_page
def staff_list(request):
    asked = request.GET.get("state", "")
    state = asked if asked in LessonState.values else LessonState.PROPOSED
    page = Paginator(lessons.for_staff(request.user, state=state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_shown(lesson) | _acts(request.user, lesson) for lesson in page],
        "state": state,
        "states": LessonState.choices,
    }
    return render(request, "registry/staff_lesson_list.html", context)


@staff_page
def new(request, code):
    programme = found_programme(code)
    if not policies.may_manage_programmes(request.user):
        raise PermissionDenied
    return ask(
        request,
        LessonForm(request.POST or None, request.FILES or None),
        partial(actions.add_lesson, programme, by=request.user),
        crumbs=[(reverse("registry:staff-programme", args=[code]), programme.name)],
        title=_("Put a lesson on the shelf"),
        text=_("A lesson of IOM. It is public at once."),
        button=_("Publish the lesson"),
        done=_("The lesson is on the shelf."),
        countries=True,
    )


@staff_page
@require_POST
def publish(request, reference):
    actions.publish_lesson(_decidable(request, reference), by=request.user)
    messages.success(request, _("The lesson is published. Who contributed it is told."))
    return redirect("registry:staff-lessons")


@staff_page
def refuse(request, reference):
    return _answer(
        request,
        reference,
        actions.refuse_lesson,
        title=_("Do not publish this lesson"),
        text=_("Who contributed it reads your reason."),
        button=_("Refuse the lesson"),
        done=_("The lesson was refused. Who contributed it is told why."),
    )


@staff_page
def withdraw(request, reference):
    return _answer(
        request,
        reference,
        actions.withdraw_lesson,
        title=_("Take this lesson off the shelf"),
        text=_("Nobody outside reads it any more. Who contributed it reads your reason."),
        button=_("Take it off"),
        done=_("The lesson was taken off the shelf."),
    )


@require_safe
@staff_page
def staff_file(request, reference):
    return _file(get_object_or_404(Lesson.objects.visible_to(request.user), reference=reference))


def _answer(request, reference, verb, **words):
    lesson = _decidable(request, reference)
    crumbs = [(reverse("registry:staff-lessons"), _("Learning shelf"))]
    form = ReasonForm(request.POST or None)
    return ask(request, form, partial(verb, lesson, by=request.user), crumbs=crumbs, **words)


def _decidable(request, reference):
    known = Lesson.objects.visible_to(request.user).select_related("organization", "programme")
    lesson = get_object_or_404(known, reference=reference)
    if not policies.may_decide_lesson(request.user, lesson):
        raise PermissionDenied
    return lesson


def _acts(user, lesson):
    following = NEXT[LessonState][lesson.state] if policies.may_decide_lesson(user, lesson) else ()
    is_at_risk = lesson.organization is not None and lesson.organization.is_at_risk
    return {
        "can_publish": LessonState.PUBLISHED in following and not is_at_risk,
        # Published or about to be, and still read by nobody outside.
        "is_kept_back": lesson.organization is not None
        and not hasattr(lesson.organization, "listing")
        and lesson.state in (LessonState.PROPOSED, LessonState.PUBLISHED),
        "can_refuse": LessonState.REFUSED in following,
        "can_withdraw": LessonState.WITHDRAWN in following,
    }


def _shown(lesson):
    return {
        "lesson": lesson,
        "author": lessons.author(lesson),
        "language": language_names([lesson.language])[0],
        "type": EXTENSIONS[lesson.media_type].upper() if lesson.file else "",
    }


def _file(lesson):
    if not lesson.file:
        raise Http404
    return files.stored(lesson)
