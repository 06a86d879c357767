"""Every page of the consultations."""

from django.urls import path

from consultations.views import audiences, invitations, links, organize, public, sessions

app_name = "consultations"
urlpatterns = [
    # For everybody
    path("consultations/", public.consultation_list, name="consultation-list"),
    path("consultations/invitations/<str:token>/", links.invitation, name="invitation-link"),
    path("consultations/invitations/<str:token>/accept/", links.accept, name="invitation-link-accept"),
    path("consultations/invitations/<str:token>/decline/", links.decline, name="invitation-link-decline"),
    path("consultations/invitations/<str:token>/later/", links.later, name="invitation-link-later"),
    path("consultations/<slug:slug>/", public.consultation_detail, name="consultation-detail"),
    # For staff
    path("staff/consultations/", organize.consultation_list, name="staff-consultations"),
    path("staff/consultations/new/", organize.new, name="consultation-new"),
    path("staff/consultations/series/new/", organize.new_series, name="series-new"),
    path("staff/consultations/<str:reference>/", organize.detail, name="staff-consultation"),
    path("staff/consultations/<str:reference>/edit/", organize.edit, name="consultation-edit"),
    path("staff/consultations/<str:reference>/clone/", organize.clone, name="consultation-clone"),
    path("staff/consultations/<str:reference>/cancel/", organize.cancel, name="consultation-cancel"),
    path("staff/consultations/<str:reference>/move/<slug:to>/", organize.move, name="consultation-move"),
    path("staff/consultations/<str:reference>/agenda/new/", sessions.new, name="agenda-item-new"),
    path("staff/consultations/<str:reference>/agenda/<str:item>/", sessions.edit, name="agenda-item-edit"),
    path("staff/consultations/<str:reference>/agenda/<str:item>/remove/", sessions.remove, name="agenda-item-remove"),
    path("staff/consultations/<str:reference>/invitations/", invitations.invitation_list, name="staff-invitations"),
    path("staff/consultations/<str:reference>/invitations/choose/", audiences.choose, name="audience-new"),
    path("staff/consultations/<str:reference>/invitations/freeze/", audiences.freeze, name="audience-freeze"),
    path("staff/consultations/<str:reference>/invitations/add/", invitations.add, name="invitation-add"),
    path("staff/consultations/<str:reference>/invitations/send/", invitations.send, name="invitations-send"),
    path("staff/consultations/<str:reference>/invitations/remind/", invitations.remind, name="invitations-remind"),
    path(
        "staff/consultations/<str:reference>/invitations/<str:invitation>/quota/",
        invitations.quota,
        name="invitation-quota",
    ),
    path(
        "staff/consultations/<str:reference>/invitations/<str:invitation>/remove/",
        invitations.remove,
        name="invitation-remove",
    ),
    path(
        "staff/consultations/<str:reference>/invitations/<str:invitation>/answer/",
        invitations.answer,
        name="invitation-answer",
    ),
    path("staff/consultations/<str:reference>/targets/new/", audiences.new_target, name="target-new"),
    path(
        "staff/consultations/<str:reference>/targets/<slug:dimension>/<str:value>/remove/",
        audiences.remove_target,
        name="target-remove",
    ),
]
