"""Addresses for members of an organization, and for whoever has an account."""

from django.urls import path

from registry.views import (
    accounts,
    claims,
    clients,
    joining,
    lessons,
    mails,
    members,
    own_contacts,
    own_documents,
    own_partnerships,
    own_records,
    saved_views,
)

urlpatterns = [
    path("my/", members.home, name="my-home"),
    path("my/organizations/<str:reference>/profile/", own_records.profile, name="own-record"),
    path("my/organizations/<str:reference>/profile/confirm/", own_records.confirm, name="own-record-confirm"),
    path("my/organizations/<str:reference>/profile/history/", own_records.history, name="own-record-history"),
    path("my/organizations/<str:reference>/profile/contacts/", own_contacts.contact_list, name="own-contacts"),
    path("my/organizations/<str:reference>/profile/contacts/new/", own_contacts.new, name="own-contact-new"),
    path(
        "my/organizations/<str:reference>/profile/contacts/<str:contact>/edit/",
        own_contacts.edit,
        name="own-contact-edit",
    ),
    path(
        "my/organizations/<str:reference>/profile/contacts/<str:contact>/end/",
        own_contacts.end,
        name="own-contact-end",
    ),
    path(
        "my/organizations/<str:reference>/profile/proposals/<str:proposal>/withdraw/",
        own_records.withdraw,
        name="own-proposal-withdraw",
    ),
    path("my/organizations/<str:reference>/profile/<str:section>/", own_records.section, name="own-record-section"),
    path("my/organizations/<str:reference>/partnerships/", own_partnerships.partnership_list, name="own-partnerships"),
    path(
        "my/organizations/<str:reference>/partnerships/confirm/",
        own_partnerships.confirm,
        name="own-partnerships-confirm",
    ),
    path("my/organizations/<str:reference>/partnerships/new/", own_partnerships.new, name="own-partnership-new"),
    path(
        "my/organizations/<str:reference>/partnerships/<str:partnership>/dispute/",
        own_partnerships.dispute,
        name="own-partnership-dispute",
    ),
    path(
        "my/organizations/<str:reference>/disputes/<str:dispute>/withdraw/",
        own_partnerships.withdraw,
        name="own-dispute-withdraw",
    ),
    path("my/organizations/<str:reference>/documents/", own_documents.document_list, name="own-documents"),
    path("my/organizations/<str:reference>/documents/new/", own_documents.new, name="own-document-new"),
    path(
        "my/organizations/<str:reference>/documents/<str:document>/replace/",
        own_documents.replace,
        name="own-document-replace",
    ),
    path("my/organizations/<str:reference>/documents/<str:document>/", own_documents.file, name="own-document-file"),
    path("my/organizations/<str:reference>/lessons/", lessons.own_list, name="own-lessons"),
    path("my/organizations/<str:reference>/lessons/<str:code>/new/", lessons.contribute, name="own-lesson-new"),
    path("my/organizations/<str:reference>/lessons/<str:lesson>/file/", lessons.own_file, name="own-lesson-file"),
    path("my/claims/<str:reference>/withdraw/", claims.withdraw, name="claim-withdraw"),
    path("my/organizations/<str:reference>/take-back/", joining.take_back, name="joining-withdraw"),
    path("my/views/", saved_views.view_list, name="saved-views"),
    path("my/views/save/", saved_views.save, name="saved-view-save"),
    path("my/views/<str:reference>/edit/", saved_views.edit, name="saved-view-edit"),
    path("my/views/<str:reference>/delete/", saved_views.delete, name="saved-view-delete"),
    path("my/views/<str:reference>/follow/", saved_views.follow, name="saved-view-follow"),
    path("my/clients/", clients.client_list, name="client-list"),
    path("my/clients/new/", clients.new, name="client-new"),
    path("clients/<str:reference>/", clients.detail, name="client-detail"),
    path("clients/<str:reference>/edit/", clients.edit, name="client-edit"),
    path("clients/<str:reference>/ask/", clients.ask, name="client-ask"),
    path("clients/<str:reference>/give/", clients.give, name="client-give"),
    path("clients/<str:reference>/refuse/", clients.refuse, name="client-refuse"),
    path("clients/<str:reference>/close/", clients.close, name="client-close"),
    path("clients/<str:reference>/keys/new/", clients.make_key, name="client-key-new"),
    path("clients/<str:reference>/keys/<str:prefix>/revoke/", clients.revoke_key, name="client-key-revoke"),
    path("my/settings/", accounts.profile, name="my-settings"),
    path("my/mails/", mails.my_mails, name="my-mails"),
    path("my/mails/again/", mails.write_to_me, name="my-mails-again"),
    path("my/organizations/<str:reference>/team/", members.team, {"door": "my"}, name="team"),
    path(
        "my/organizations/<str:reference>/team/<str:person>/role/",
        members.change_role,
        {"door": "my"},
        name="team-role",
    ),
    path(
        "my/organizations/<str:reference>/team/<str:person>/remove/", members.remove, {"door": "my"}, name="team-remove"
    ),
    path(
        "my/organizations/<str:reference>/team/claims/<str:claim>/accept/", claims.team_accept, name="team-claim-accept"
    ),
    path(
        "my/organizations/<str:reference>/team/claims/<str:claim>/refuse/", claims.team_refuse, name="team-claim-refuse"
    ),
    path(
        "my/organizations/<str:reference>/team/invitations/<str:invitation>/withdraw/",
        members.revoke_invitation,
        {"door": "my"},
        name="team-invitation-revoke",
    ),
    path(
        "my/organizations/<str:reference>/team/invitations/<str:invitation>/resend/",
        members.resend_invitation,
        {"door": "my"},
        name="team-invitation-resend",
    ),
]
