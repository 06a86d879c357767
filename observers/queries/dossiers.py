"""What stands in the files of an organization: its application as it was sent, the receipt, the letter.

Nothing of the review is read here but what the decision tells: no note, no name of staff.
"""

import json
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from observers.exporters import contents
from observers.models import Question, Verdict
from observers.queries import timeline
from observers.queries.clock import day_in
from observers.queries.readiness import is_from_record
from observers.queries.snapshots import described, snapshot
from registry.importers.documents import EXTENSIONS
from registry.models import Document
from registry.models.organizations import OrganizationKind
from registry.queries.words import language_names, words

# --- As it stands on a page -----------------------------------------------------------------------------------------


def shown_content(content, application):
    """A snapshot in the reader's words: the profile, then each criterion with its answer and documents."""
    criteria = {criterion.code: criterion for criterion in application.criteria_set.criteria.all()}
    answers = [
        answer
        | {"criterion": criteria[answer["code"]]}
        | {"documents": [_shown_document(document) for document in answer["documents"]]}
        for answer in content["answers"]
    ]
    return {
        "profile": profile_rows(content["organization"]),
        "answers": answers,
        "told": [answer for answer in answers if not is_from_record(answer["criterion"])],
        "from_record": [answer["criterion"] for answer in answers if is_from_record(answer["criterion"])],
    }


def profile_rows(profile):
    """The lines of a profile that say something, as (label, values) in the reader's words."""
    labels, name = words(), profile["name"]
    others = [one["text"] for one in profile["names"] if one["text"] not in (name, profile["acronym"])]
    head_office = [labels["country"].get(profile["hq_country"], ""), profile.get("hq_city", "")]
    rows = [
        (_("Name"), [name]),
        (_("Acronym"), [profile["acronym"]]),
        (_("Other names"), others),
        (_("Kind"), [str(OrganizationKind(profile["kind"]).label)]),
        (_("Type of organization"), [*_named(profile["types"], labels["type"]), profile["type_explained"]]),
        (_("Level"), _named(profile["levels"], labels["level"])),
        (_("Founded"), [str(profile["founded"] or "")]),
        (_("Head office"), [", ".join(part for part in reversed(head_office) if part)]),
        (_("Countries of work"), _named(profile["countries"], labels["country"])),
        (_("Areas of work with IOM"), _named(profile["areas"], labels["area"])),
        (_("Partnerships with IOM"), [_partnership_line(one, labels) for one in profile["partnerships"]]),
        (_("Website"), [profile["website"]]),
        (_("Languages"), language_names(profile["languages"])),
        (_("Identifiers"), [_identifier_line(one, labels) for one in profile["identifiers"]]),
        (_("Description"), [text for text in profile["description"].values() if text]),
    ]
    kept = [(label, [value for value in values if value]) for label, values in rows]
    return [(label, values) for label, values in kept if values]


def _named(codes, labels):
    return [labels.get(code, code) for code in codes]


def _partnership_line(partnership, labels):
    first, last = ((partnership[name] or "")[:4] for name in ("starts_on", "ends_on"))
    if first and not last:
        years = _("since %(year)s") % {"year": first}
    else:
        years = "–".join(dict.fromkeys(year for year in (first, last) if year))
    told = [
        labels["role"].get(partnership["role"], partnership["role"]),
        labels["area"].get(partnership["area"], partnership["area"]),
        labels["country"].get(partnership["country"], ""),
        years,
    ]
    return ", ".join(part for part in told if part)


def _identifier_line(identifier, labels):
    scheme = labels["scheme"].get(identifier["scheme"], identifier["scheme"])
    return f"{scheme}: {identifier['value']}" if identifier["value"] else scheme


def _shown_document(document):
    return document | {"kind_label": Document.Kind(document["kind"]).label}


def _language(code):
    return language_names([code])[0] if code else ""


def content_of(application):
    """What was sent last, while it stays so; what would be sent now, while it can be changed."""
    submission = None if application.is_writable else _last_submission(application)
    return json.loads(submission.content) if submission else snapshot(application)


# --- The application as a file ---------------------------------------------------------------------------------------


def dossier(application):
    """As it was sent last; before that, as it stands."""
    submission = _last_submission(application)
    content = json.loads(submission.content) if submission else snapshot(application)
    shown, profile = shown_content(content, application), content["organization"]
    exchanges = _exchanges(application)
    return contents.Dossier(
        language=_file_language(),
        reference=application.reference,
        organization=_name(profile),
        profile=tuple(contents.Field(label, tuple(values)) for label, values in shown["profile"]),
        answers=tuple(_criterion_answer(answer, exchanges) for answer in shown["answers"]),
        timeline=tuple(_stage(stretch) for stretch in timeline.stretches(application)),
        criteria_set=_criteria_title(application.criteria_set),
        signature=_signature(content, shown),
        receipts=tuple(receipt_number(one) for one in application.submissions.order_by("number")),
        snapshot_sha256=submission.sha256 if submission else "",
    )


def _criterion_answer(answer, exchanges):
    criterion = answer["criterion"]
    return contents.CriterionAnswer(
        code=criterion.code,
        criterion=criterion.told("name"),
        question=criterion.told("text"),
        answer=answer["text"] or _where_it_stands(criterion),
        declared=answer["is_declared"] if criterion.asks_declaration else None,
        evidence=tuple(_evidence(document) for document in answer["documents"]),
        exchanges=tuple(exchanges.get(criterion.code, ())),
        provenance=_provenance(criterion),
    )


def _where_it_stands(criterion):
    """Where no written answer is asked for, nobody should read that none was given."""
    if criterion.asks_answer or criterion.asks_declaration:
        return ""
    return _("See the documents.") if criterion.needs_document else _("IOM looks into the registry for this.")


def _evidence(document):
    return contents.EvidenceFile(
        title=document["title"],
        kind=str(document["kind_label"]),
        language=_language(document["language"]),
        expires_on=document["expires_on"] and datetime.fromisoformat(document["expires_on"]).date(),
        size=document["size"],
        sha256=document["sha256"],
    )


def _exchanges(application):
    """The questions that went out, by the code of their criterion."""
    told = {}
    found = Question.objects.filter(round__application=application, round__sent_at__isnull=False)
    found = found.select_related("round", "criterion").prefetch_related("documents")
    for question in found.order_by("round__number", "pk"):
        is_sent = question.round.answered_at is not None
        told.setdefault(question.criterion.code, []).append(
            contents.Exchange(
                question=question.text,
                asked_at=timezone.localtime(question.round.sent_at),
                answer=question.answer if is_sent else "",
                answered_at=timezone.localtime(question.answered_at) if is_sent and question.answered_at else None,
                evidence=tuple(
                    _evidence(_shown_document(described(document)))
                    for document in sorted(question.documents.all(), key=lambda document: document.reference)
                    if is_sent
                ),
            )
        )
    return told


def _stage(stretch):
    slips = [_slip(slip) for slip in stretch.slips]
    return contents.Stage(
        title=str(stretch.label), happened_at=timezone.localtime(stretch.began_at), detail="\n".join(slips)
    )


def _slip(slip):
    told = {"day": timezone.localtime(slip.due_after).date().isoformat(), "reason": slip.reason}
    if slip.due_before is None:
        return _("Due date set to %(day)s: %(reason)s") % told
    return _("Due date moved to %(day)s: %(reason)s") % told


def _signature(content, shown):
    """What the head signed is every declaration and every answer, so the declarations stand over her name."""
    signed = content.get("signature")
    if not signed:
        return None
    declared = [answer["criterion"].told("text") for answer in shown["answers"] if answer["is_declared"]]
    return contents.Signature(
        name=signed["signed_as"],
        function=_("Head of the organization"),
        signed_at=timezone.localtime(datetime.fromisoformat(signed["signed_at"])),
        declaration="\n".join(declared),
    )


def files(application):
    """The documents of the application and of its answers to questions, as (name, bytes); a shared one comes once."""
    submission = _last_submission(application)
    content = json.loads(submission.content) if submission else snapshot(application)
    wanted = [d["reference"] for answer in content["answers"] for d in answer["documents"]]
    answered = Question.objects.filter(round__application=application, round__answered_at__isnull=False)
    wanted += (
        answered.exclude(documents=None).order_by("pk", "documents").values_list("documents__reference", flat=True)
    )
    wanted = list(dict.fromkeys(wanted))
    shown = application.organization.documents.filter(visibility=Document.Visibility.MEMBERS)
    found = {one.reference: one for one in shown.filter(reference__in=wanted)}
    told = []
    for reference in wanted:
        document = found.get(reference)
        if document:
            with document.file.open("rb") as file:
                told.append((f"{document.title} {reference}.{EXTENSIONS[document.media_type]}", file.read()))
    return told


def manifest(application):
    """What is known of the application, for a program that reads the copy."""
    submission = _last_submission(application)
    return {
        "reference": application.reference,
        "organization": application.organization.reference,
        "criteria_set": application.criteria_set.reference,
        "state": str(application.stage),
        "sent_at": submission.sent_at.isoformat() if submission else None,
        "snapshot_sha256": submission.sha256 if submission else None,
        "content": json.loads(submission.content) if submission else snapshot(application),
    }


# --- The receipt -----------------------------------------------------------------------------------------------------


def receipt(submission):
    """What was received and when, with the hash of each file."""
    content = json.loads(submission.content)
    documents = {d["reference"]: d for answer in content["answers"] for d in answer["documents"]}
    application = submission.application
    return contents.Receipt(
        language=_file_language(),
        number=receipt_number(submission),
        reference=application.reference,
        organization=_name(content["organization"]),
        received_at=timezone.localtime(submission.sent_at),
        files=tuple(
            contents.ReceivedFile(name=document["title"], size=document["size"], sha256=document["sha256"])
            for document in documents.values()
        ),
        snapshot_sha256=submission.sha256,
        session=_session(application.session),
    )


def receipt_number(submission):
    return f"{submission.application.reference}-R{submission.number}"


# --- The letter ------------------------------------------------------------------------------------------------------


def letter(decision):
    application = decision.application
    submission = _last_submission(application)
    profile = json.loads(submission.content)["organization"] if submission else None
    page = reverse("observers:application-decision", args=[application.reference])
    return contents.Letter(
        language=_file_language(),
        reference=application.reference,
        organization=_name(profile) if profile else contents.Name(application.organization.name),
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        session=_session(decision.session),
        resolution=decision.resolution,
        reasons=decision.reason,
        findings=tuple(
            contents.SharedFinding(
                code=finding["criterion"].code,
                criterion=finding["criterion"].told("name"),
                verdict=finding["verdict"],
                reason=finding["reason"],
                provenance=_provenance(finding["criterion"]),
            )
            for finding in findings_of(decision)
            if finding["verdict"] != "not_applicable"
        ),
        deferral=_deferral(decision),
        earliest_new_on=decision.reapply_on,
        correction_address=f"{settings.SITE_ORIGIN}{page}",
        file_sha256=submission.sha256 if submission else "",
        criteria_set=_criteria_title(application.criteria_set),
        has_draft_criteria=application.criteria_set.is_to_be_confirmed,
        is_demo=application.organization.is_demo,
        corrections=tuple(
            contents.Correction(
                wrong=correction.text,
                asked_on=day_in(correction.asked_at),
                answer=correction.answer,
                answered_on=day_in(correction.answered_at),
                is_corrected=correction.is_accepted,
                criterion=correction.criterion.told("name") if correction.criterion else "",
            )
            for correction in answered_corrections(decision)
        ),
    )


def answered_corrections(decision):
    """What was answered of this letter, not of an earlier one of the same application."""
    asked = decision.application.corrections.filter(asked_at__gte=decision.recorded_at, answered_at__isnull=False)
    return asked.select_related("criterion", "document").order_by("answered_at", "pk")


def findings_of(decision):
    """What the decision tells of each criterion: {criterion, verdict, verdict_label, reason}."""
    criteria = {criterion.code: criterion for criterion in decision.application.criteria_set.criteria.all()}
    told = [
        told | {"criterion": criteria[told["code"]], "verdict_label": Verdict(told["verdict"]).label}
        for told in decision.reasons
    ]
    # What is not met stands first, then the order of the criteria.
    return sorted(told, key=lambda finding: finding["verdict"] in (Verdict.MET, Verdict.NOT_APPLICABLE))


def _deferral(decision):
    if not decision.deferral:
        return None
    missing = tuple(line.strip() for line in decision.missing.splitlines() if line.strip())
    reason, target = str(decision.get_deferral_display()), _session(decision.next_session)
    return contents.Deferral(reason=reason, missing=missing, target=target)


# --- Shared ----------------------------------------------------------------------------------------------------------


def _last_submission(application):
    return application.submissions.order_by("-number").first()


def _file_language():
    return (get_language() or "en")[:2]


def _name(profile):
    language = next((one["language"] for one in profile["names"] if one["text"] == profile["name"]), None)
    return contents.Name(profile["name"], language or "")


def _session(session):
    if session is None:
        return None
    return contents.Session(
        number=str(session.number or session),
        opens_on=session.starts_on,
        closes_on=session.ends_on,
        is_special=session.kind == "special",
    )


def _provenance(criterion):
    """Where it comes from; a source in another language says so."""
    wanted = _file_language()
    text, language = criterion.text_in(wanted, "source")
    if text and language != wanted:
        name = get_language_info(language)["name_translated"]
        text = f"{text} ({_('in %(language)s only') % {'language': name if wanted == 'en' else name.lower()}})"
    return f"{criterion.get_provenance_display()}. {text}"


def _criteria_title(criteria_set):
    title = _("%(name)s, version %(number)s") % {"name": criteria_set.told("name"), "number": criteria_set.number}
    return (
        _("%(title)s (draft, to be confirmed by IOM)") % {"title": title} if criteria_set.is_to_be_confirmed else title
    )
