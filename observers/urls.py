"""Every page of observer status. `GET` looks, `POST` acts; each act has its own address and name."""

from django.urls import path, re_path

from observers.views import (
    answers,
    apply,
    attendance,
    corrections,
    criteria,
    front,
    held,
    observers,
    opinions,
    outcome,
    papers,
    past,
    questions,
    queue,
    recommend,
    register,
    replies,
    review,
    reviewers,
    screening,
    sending,
    sessions,
    signing,
    status,
    uploads,
)

app_name = "observers"


def of_application(*pages):
    """The pages of one application, told by what follows its reference."""
    return [
        path(f"my/applications/<str:reference>/{rest}", view, name=f"application-{name}") for rest, view, name in pages
    ]


def of_file(*pages):
    """The staff's pages of one application, told by what follows its reference."""
    return [path(f"staff/applications/<str:reference>/{rest}", view, name=name) for rest, view, name in pages]


urlpatterns = [
    # For everybody: the register, the criteria, the self-check
    path("observers/apply/", front.apply, name="apply"),
    path("observers/criteria/", front.criteria, name="criteria"),
    path("observers/self-check/", front.self_check, name="self-check"),
    path("observers/self-check/result/", front.self_check_result, name="self-check-result"),
    path("observers/", register.observer_list, name="observer-list"),
    path("observers/observers.csv", register.observer_csv, name="observer-csv"),
    re_path(
        r"^observers/(?P<reference>[A-Za-z]{3}-?[0-9A-Za-z]{8})/$", register.observer_detail, name="observer-detail"
    ),
    # For members: the application
    path("my/applications/", apply.my_applications, name="my-applications"),
    path("my/applications/new/", apply.new, name="application-new"),
    *of_application(
        ("", apply.detail, "detail"),
        ("record/", apply.record, "record"),
        ("session/", apply.session, "session"),
        ("withdraw/", apply.withdraw, "withdraw"),
        ("again/", apply.again, "again"),
        ("hand-over/", apply.hand_over, "hand-over"),
        ("criteria/<str:code>/", answers.criterion, "criterion"),
        ("criteria/<str:code>/draft/", answers.autosave, "autosave"),
        ("criteria/<str:code>/attach/", answers.attach, "document-attach"),
        ("criteria/<str:code>/detach/", answers.detach, "document-detach"),
        ("criteria/<str:code>/evidence/", answers.evidence, "evidence"),
        ("criteria/<str:code>/uploads/", uploads.start, "upload-start"),
        ("uploads/<str:upload>/", uploads.state, "upload-state"),
        ("uploads/<str:upload>/part/", uploads.part, "upload-part"),
        ("uploads/<str:upload>/finish/", uploads.finish, "upload-finish"),
        ("uploads/<str:upload>/drop/", uploads.drop, "upload-drop"),
        ("documents/", held.documents, "documents"),
        ("documents/<str:document>/", uploads.document, "document"),
        ("declaration/", answers.declaration, "declaration"),
        ("signature/", signing.ask, "signature"),
        ("check/", sending.check, "check"),
        ("send/", sending.send, "send"),
        ("sent/", sending.sent, "sent"),
        ("receipt.pdf", sending.receipt, "receipt"),
        ("copy.pdf", sending.copy_pdf, "copy-pdf"),
        ("copy.zip", sending.copy_zip, "copy-zip"),
        ("calendar.ics", sending.calendar, "calendar"),
        ("questions/", replies.questions, "questions"),
        ("questions/send/", replies.send_answers, "answers-send"),
        ("questions/<str:question>/", replies.question, "question"),
        ("decision/", outcome.decision, "decision"),
        ("decision/letter.pdf", outcome.letter, "letter"),
        ("decision/correction/", outcome.correction, "correction"),
    ),
    # For the head of an organization, who has no account
    path("sign/<str:token>/", signing.sign, name="signature"),
    path("sign/<str:token>/documents/<str:document>/", signing.document, name="signature-document"),
    # For members: the status
    path("my/observers/<str:reference>/", status.my_status, name="my-status"),
    path("my/observers/<str:reference>/confirmation/<int:step>/", status.confirmation, name="my-confirmation"),
    path("my/observers/<str:reference>/notices/new/<str:kind>/", status.notice_new, name="my-notice-new"),
    path("my/observers/<str:reference>/representatives/", status.representatives, name="my-representatives"),
    path(
        "my/observers/<str:reference>/representatives/<str:designation>/end/",
        status.representative_end,
        name="my-representative-end",
    ),
    path("my/observers/<str:reference>/sessions/<str:session>/nominate/", status.nominate, name="my-nominate"),
    path(
        "my/observers/<str:reference>/sessions/<str:session>/<str:designation>/withdraw/",
        status.nomination_withdraw,
        name="my-nomination-withdraw",
    ),
    path("my/observers/<str:reference>/reply/", status.suspension_reply, name="my-reply"),
    path("my/observers/<str:reference>/resign/", status.resign, name="my-resign"),
    # For staff: applications
    path("staff/applications/", queue.application_queue, name="application-queue"),
    path("staff/opinions/", opinions.opinion_list, name="opinion-list"),
    path("staff/opinions/<str:reference>/", opinions.detail, name="opinion-detail"),
    path("staff/opinions/<str:reference>/declare/", opinions.declare, name="opinion-declare"),
    *of_file(
        ("", review.application_review, "application-review"),
        ("declare/", review.declare, "review-declare"),
        ("take/", screening.take, "review-screen"),
        ("complete/", screening.complete, "review-complete"),
        ("incomplete/", screening.incomplete, "review-incomplete"),
        ("due-date/", screening.due_date, "due-date"),
        ("close/", screening.close, "review-close"),
        ("resume/", screening.resume, "review-resume"),
        ("reviewers/", reviewers.assign, "review-assign"),
        ("reviewers/<int:number>/end/", reviewers.end, "review-end"),
        ("conflicts/<str:person>/clear/", reviewers.clear, "conflict-clear"),
        ("criteria/<str:code>/", review.finding, "review-finding"),
        ("criteria/<str:code>/settle/", review.settle, "review-settle"),
        ("criteria/<str:code>/translation/", papers.translation, "translation"),
        ("hand-in/", review.hand_in, "review-hand-in"),
        ("questions/new/", questions.add, "question-add"),
        ("questions/send/", questions.send, "round-send"),
        ("questions/close/", questions.close, "round-close"),
        ("questions/<str:question>/drop/", questions.drop, "question-drop"),
        ("opinions/ask/", opinions.ask, "opinion-ask"),
        ("notes/", review.note_add, "note-add"),
        ("recommendation/", recommend.recommend, "recommend"),
        ("recommendation/agree/", recommend.agree, "recommendation-agree"),
        ("recommendation/return/", recommend.give_back, "recommendation-return"),
        ("dossier.pdf", papers.dossier, "review-dossier"),
        ("documents/<str:document>/", papers.document, "review-document"),
        ("log.csv", papers.log, "review-log"),
    ),
    # For staff: sessions and decisions
    path("staff/sessions/", sessions.session_list, name="session-list"),
    path("staff/sessions/new/", sessions.new, name="session-new"),
    path("staff/sessions/<str:reference>/", sessions.detail, name="session-detail"),
    path("staff/sessions/<str:reference>/edit/", sessions.edit, name="session-edit"),
    path("staff/sessions/<str:reference>/agenda/<str:application>/join/", sessions.put_on_agenda, name="agenda-join"),
    path(
        "staff/sessions/<str:reference>/agenda/<str:application>/leave/", sessions.take_from_agenda, name="agenda-leave"
    ),
    path("staff/sessions/<str:reference>/close-papers/", sessions.close_papers, name="session-close-papers"),
    path("staff/sessions/<str:reference>/pack/<str:language>.<str:form>", sessions.pack, name="session-pack"),
    path("staff/sessions/<str:reference>/decide/", sessions.decide, name="session-decide"),
    path("staff/corrections/", corrections.correction_list, name="correction-list"),
    path("staff/corrections/<str:reference>/", corrections.correction_detail, name="correction-detail"),
    path("staff/corrections/<str:reference>/letter.pdf", corrections.letter, name="correction-letter"),
    # For staff: observers
    path("staff/observers/", observers.observer_list, name="staff-observers"),
    path("staff/observers/history/", past.history, name="observer-history"),
    path("staff/observers/history/load/", past.history_load, name="observer-history-load"),
    path("staff/observers/attendance/<str:session>/", attendance.attendance, name="attendance"),
    path("staff/observers/attendance/<str:session>.csv", attendance.attendance_csv, name="attendance-csv"),
    path("staff/observers/<str:reference>/", observers.observer_record, name="staff-observer"),
    path("staff/observers/<str:reference>/confirmation/ask/", observers.confirmation_ask, name="confirmation-ask"),
    path(
        "staff/observers/<str:reference>/confirmation/accept/",
        observers.confirmation_accept,
        name="confirmation-accept",
    ),
    path(
        "staff/observers/<str:reference>/confirmation/return/",
        observers.confirmation_return,
        name="confirmation-return",
    ),
    path("staff/observers/<str:reference>/notices/<str:notice>/", observers.notice_assess, name="notice-assess"),
    path("staff/observers/<str:reference>/suspension/new/", observers.suspension_new, name="suspension-new"),
    path("staff/observers/<str:reference>/suspension/decide/", observers.suspension_decide, name="suspension-decide"),
    path("staff/observers/<str:reference>/reinstate/", observers.reinstate, name="observer-reinstate"),
    path("staff/observers/<str:reference>/withdraw/", observers.withdraw, name="observer-withdraw"),
    path("staff/observers/<str:reference>/link/", observers.link, name="observer-link"),
    # For staff: criteria
    path("staff/criteria/", criteria.criteria_list, name="criteria-list"),
    path("staff/criteria/<slug:reference>/", criteria.detail, name="criteria-detail"),
    path("staff/criteria/<slug:reference>/edit/", criteria.edit, name="criteria-edit"),
    path("staff/criteria/<slug:reference>/preview/", criteria.preview, name="criteria-preview"),
    path("staff/criteria/<slug:reference>/new-version/", criteria.new_version, name="criteria-new-version"),
    path("staff/criteria/<slug:reference>/publish/", criteria.publish, name="criteria-publish"),
    path("staff/criteria/<slug:reference>/retire/", criteria.retire, name="criteria-retire"),
    path("staff/criteria/<slug:reference>/new/", criteria.criterion_new, name="criterion-new"),
    path("staff/criteria/<slug:reference>/<slug:code>/edit/", criteria.criterion_edit, name="criterion-edit"),
    path("staff/criteria/<slug:reference>/<slug:code>/move/", criteria.criterion_move, name="criterion-move"),
    path("staff/criteria/<slug:reference>/<slug:code>/remove/", criteria.criterion_remove, name="criterion-remove"),
]
