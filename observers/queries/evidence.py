"""Which documents of the record an organization can show for a criterion: what it has once given is not asked again."""

from django.db.models import F

from observers.queries.readiness import document_problem
from registry.models import Document


def own_documents(application):
    """What it may show: the documents that it may read itself, each in the version that counts; the newest first."""
    documents = application.organization.documents.filter(visibility=Document.Visibility.MEMBERS)
    return documents.current().order_by("kind", F("issued_on").desc(nulls_last=True), "-pk")


def fitting(criterion, documents):
    """Those of the kind that the criterion wants."""
    return [document for document in documents if criterion.document_kind and document.kind == criterion.document_kind]


def replaceable(application, answer):
    """Those of the kind that is wanted, or shown already, that do not hold any more."""
    criterion, shown = answer.criterion, {document.pk for document in answer.documents.all()}
    return [
        document
        for document in own_documents(application)
        if (document.kind == criterion.document_kind or document.pk in shown) and document_problem(criterion, document)
    ]
