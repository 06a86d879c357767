"""What an application says at one moment, as one JSON text with one hash: what is signed, and what is frozen."""

import hashlib
import json

from registry.models import Organization
from registry.queries.profiles import partner_profile, public_profile, with_profile


def snapshot(application):
    """Everything that is sent, with the record as it stands now. The same facts give the same text and hash."""
    organization = with_profile(Organization.objects).get(pk=application.organization_id)
    return {
        "application": application.reference,
        "criteria_set": application.criteria_set.reference,
        "session": application.session.reference if application.session else None,
        "language": application.language,
        "organization": partner_profile(organization, public_profile(organization)),
        "answers": [_answer(answer) for answer in ordered_answers(application)],
    }


def ordered_answers(application):
    """The answers in the order of the criteria, with their documents, in a fixed number of queries."""
    answers = application.answers.select_related("criterion").prefetch_related("documents")
    return sorted(answers, key=lambda answer: (answer.criterion.position, answer.criterion_id))


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(application):
    """The hash of what would be sent now; a signature holds for exactly this."""
    return sha256_of(canonical(snapshot(application)))


def _answer(answer):
    return {
        "code": answer.criterion.code,
        "text": answer.text,
        "language": answer.language,
        "is_declared": answer.is_declared,
        "documents": [
            described(document) for document in sorted(answer.documents.all(), key=lambda document: document.reference)
        ],
    }


def described(document):
    return {
        "reference": document.reference,
        "kind": document.kind,
        "title": document.title,
        "language": document.language,
        "issued_on": document.issued_on and document.issued_on.isoformat(),
        "expires_on": document.expires_on and document.expires_on.isoformat(),
        "size": document.size,
        "sha256": document.sha256,
    }
