"""Addresses for staff: the desk, and one organization with its parts."""

from django.urls import path

from registry.views import (
    contacts,
    curation,
    desk,
    documents,
    facts,
    history,
    links,
    notes,
    organizations,
    partnerships,
)

urlpatterns = [
    path("staff/", desk.home, name="staff-home"),
    path("staff/queue/assign/", desk.assign, name="desk-assign"),
    path("staff/queue/approve/", desk.approve, name="desk-approve"),
    path("staff/queue/undo/", desk.undo, name="desk-undo"),
    path("staff/queue/<str:view>/", desk.queue, name="desk"),
    # organizations
    path("staff/organizations/", organizations.organization_list, name="staff-organizations"),
    path("staff/organizations/new/", organizations.new, name="organization-new"),
    path("staff/organizations/<str:reference>/", organizations.edit, name="organization-edit"),
    path("staff/organizations/<str:reference>/history/", history.history, name="organization-history"),
    path(
        "staff/organizations/<str:reference>/history/<int:first>..<int:second>/",
        history.compare,
        name="organization-compare",
    ),
    path(
        "staff/organizations/<str:reference>/history/<int:number>/restore/<slug:field>/",
        history.restore,
        name="organization-restore",
    ),
    path("staff/organizations/<str:reference>/publish/", curation.publish, name="organization-publish"),
    path("staff/organizations/<str:reference>/review/", curation.review, name="organization-review"),
    path("staff/organizations/<str:reference>/archive/", curation.archive, name="organization-archive"),
    path("staff/organizations/<str:reference>/dormant/", curation.make_dormant, name="organization-dormant"),
    path("staff/organizations/<str:reference>/verify/", organizations.verify, name="organization-verify"),
    path("staff/organizations/<str:reference>/at-risk/", organizations.mark_at_risk, name="organization-at-risk"),
    path(
        "staff/organizations/<str:reference>/at-risk/propose-lifting/",
        organizations.propose_lifting_risk,
        name="organization-propose-lifting",
    ),
    path("staff/organizations/<str:reference>/at-risk/lift/", organizations.lift_risk, name="organization-lift-risk"),
    # the parts of a record
    path(
        "staff/organizations/<str:reference>/partnerships/",
        partnerships.partnership_list,
        name="organization-partnerships",
    ),
    path("staff/organizations/<str:reference>/partnerships/new/", partnerships.new, name="partnership-new"),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/",
        partnerships.detail,
        name="partnership-detail",
    ),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/edit/",
        partnerships.edit,
        name="partnership-edit",
    ),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/verify/",
        partnerships.verify,
        name="partnership-verify",
    ),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/end/",
        partnerships.end,
        name="partnership-end",
    ),
    path(
        "staff/organizations/<str:reference>/partnerships/<str:partnership>/reject/",
        partnerships.reject,
        name="partnership-reject",
    ),
    path("staff/organizations/<str:reference>/sources/", facts.sources, name="organization-sources"),
    path(
        "staff/organizations/<str:reference>/sources/<str:about>/<str:field>/verify/", facts.verify, name="fact-verify"
    ),
    path("staff/organizations/<str:reference>/contacts/", contacts.contact_list, name="organization-contacts"),
    path("staff/organizations/<str:reference>/contacts/new/", contacts.new, name="contact-new"),
    path("staff/organizations/<str:reference>/contacts/<str:contact>/edit/", contacts.edit, name="contact-edit"),
    path("staff/organizations/<str:reference>/contacts/<str:contact>/end/", contacts.end, name="contact-end"),
    path("staff/organizations/<str:reference>/documents/", documents.document_list, name="organization-documents"),
    path("staff/organizations/<str:reference>/documents/new/", documents.new, name="document-new"),
    path("staff/organizations/<str:reference>/documents/<str:document>/file/", documents.file, name="document-file"),
    path(
        "staff/organizations/<str:reference>/documents/<str:document>/original/",
        documents.original,
        name="document-original",
    ),
    path(
        "staff/organizations/<str:reference>/documents/<str:document>/replace/",
        documents.replace,
        name="document-replace",
    ),
    path(
        "staff/organizations/<str:reference>/documents/<str:document>/narrow/", documents.narrow, name="document-narrow"
    ),
    path("staff/organizations/<str:reference>/notes/", notes.note_list, name="organization-notes"),
    path("staff/organizations/<str:reference>/notes/new/", notes.new, name="note-new"),
    path("staff/organizations/<str:reference>/notes/<str:note>/agree/", notes.agree, name="note-agree"),
    path("staff/organizations/<str:reference>/notes/<str:note>/refuse/", notes.refuse, name="note-refuse"),
    path("staff/organizations/<str:reference>/notes/<str:note>/renew/", notes.renew, name="note-renew"),
    path("staff/organizations/<str:reference>/notes/<str:note>/close/", notes.close, name="note-close"),
    path("staff/organizations/<str:reference>/links/", links.link_list, name="organization-links"),
    path("staff/organizations/<str:reference>/links/new/", links.new, name="link-new"),
    path("staff/organizations/<str:reference>/links/<str:link>/end/", links.end, name="link-end"),
]
