"""Every page of the consultations."""

from django.urls import path

from consultations.views import day, my, organize, privacy, public, registering, registrations, sessions

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
    # For members
    path("my/consultations/", my.consultation_list, name="my-consultations"),
    path("my/consultations/<slug:slug>/", my.consultation_detail, name="my-consultation"),
    path("my/consultations/<slug:slug>/invitations/<str:invitation>/accept/", my.accept, name="my-invitation-accept"),
    path(
        "my/consultations/<slug:slug>/invitations/<str:invitation>/decline/", my.decline, name="my-invitation-decline"
    ),
    path("my/consultations/<slug:slug>/register/", registering.register, name="my-register"),
    path("my/consultations/<slug:slug>/people/<str:person>/", registering.edit, name="my-person-edit"),
    path("my/consultations/<slug:slug>/people/<str:person>/withdraw/", registering.withdraw, name="my-person-withdraw"),
    path("my/consultations/<slug:slug>/people/<str:person>/accept/", registering.accept_offer, name="my-offer-accept"),
    path(
        "my/consultations/<slug:slug>/people/<str:person>/visa-letter/<slug:language>/",
        registering.visa_letter,
        name="my-visa-letter",
    ),
    # For staff
    path("staff/consultations/", organize.consultation_list, name="staff-consultations"),
    path("staff/consultations/new/", organize.new, name="consultation-new"),
    path("staff/consultations/series/new/", organize.new_series, name="series-new"),
    path("staff/consultations/<str:reference>/", organize.detail, name="staff-consultation"),
    path("staff/consultations/<str:reference>/edit/", organize.edit, name="consultation-edit"),
    path("staff/consultations/<str:reference>/clone/", organize.clone, name="consultation-clone"),
    path("staff/consultations/<str:reference>/cancel/", organize.cancel, name="consultation-cancel"),
    path("staff/consultations/<str:reference>/move/<slug:to>/", organize.move, name="consultation-move"),
    path("staff/consultations/<str:reference>/registrations/", registrations.registration_list, name="registrations"),
    path("staff/consultations/<str:reference>/registrations/new/", registrations.new, name="registration-new"),
    path("staff/consultations/<str:reference>/registrations/<str:person>/", registrations.detail, name="registration"),
    path(
        "staff/consultations/<str:reference>/registrations/<str:person>/edit/",
        registrations.edit,
        name="registration-edit",
    ),
    *(
        path(
            f"staff/consultations/<str:reference>/registrations/<str:person>/{act}/",
            getattr(registrations, act),
            name=f"registration-{act}",
        )
        for act in ("approve", "refuse", "withdraw", "confirm")
    ),
    path(
        "staff/consultations/<str:reference>/registrations/<str:person>/needs/<str:need>/",
        registrations.answer,
        name="need-answer",
    ),
    path(
        "staff/consultations/<str:reference>/registrations/<str:person>/visa-letter/<slug:language>/",
        registrations.visa_letter,
        name="registration-visa-letter",
    ),
    path("staff/consultations/<str:reference>/agenda/new/", sessions.new, name="agenda-item-new"),
    path("staff/consultations/<str:reference>/agenda/<str:item>/", sessions.edit, name="agenda-item-edit"),
    path("staff/consultations/<str:reference>/agenda/<str:item>/remove/", sessions.remove, name="agenda-item-remove"),
    # The day, and what is kept of it
    path("staff/consultations/<str:reference>/day/", day.overview, name="staff-day"),
    path("staff/consultations/<str:reference>/day/send/", day.send, name="check-ins-send"),
    path("staff/consultations/<str:reference>/day/close/", day.close, name="attendance-close"),
    path("staff/consultations/<str:reference>/day/badges/", day.badges, name="badges"),
    path("staff/consultations/<str:reference>/day/list-for-the-door/", day.door_list, name="door-list"),
    path("staff/consultations/<str:reference>/day/list/", day.participants_list, name="participants-list"),
    path("staff/consultations/<str:reference>/day/<str:registration>/", day.person, name="staff-participant"),
    path("staff/consultations/<str:reference>/day/<str:registration>/check-in/", day.check_in, name="check-in"),
    path("staff/consultations/<str:reference>/day/<str:registration>/undo/", day.undo, name="check-in-undo"),
    path("staff/consultations/<str:reference>/personal-data/", privacy.overview, name="staff-personal-data"),
    path("staff/consultations/<str:reference>/personal-data/purge/", privacy.purge, name="participants-purge"),
]
