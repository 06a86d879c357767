from django.db import migrations

# No constraint can look at what a row was before.
PUBLISHED_FOR_GOOD = """
CREATE FUNCTION consultations_refuse_published_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published report stays as it is. Begin a new version.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'published_report_stays';
END $$;
CREATE TRIGGER published_report_stays BEFORE UPDATE OR DELETE ON consultations_report
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION consultations_refuse_published_report();
"""
PUBLISHED_FOR_GOOD_UNDONE = """
DROP TRIGGER published_report_stays ON consultations_report;
DROP FUNCTION consultations_refuse_published_report();
"""

# Decision 0025. A place is taken by who is confirmed or attended, and kept for who was offered one.
PLACES = """
CREATE FUNCTION consultations_has_place(r consultations_registration) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT r.state IN ('confirmed', 'attended') OR r.offered_until IS NOT NULL
$$;
CREATE FUNCTION consultations_keep_seats(consultation bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    -- Who takes a seat waits here for who takes one at the same moment, whatever the program locked before.
    SELECT seats INTO most FROM consultations_consultation WHERE id = consultation FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM consultations_registration r
        WHERE r.consultation_id = consultation AND r.attends = 'in_person' AND consultations_has_place(r)) > most THEN
        RAISE EXCEPTION 'More people than the % seats in the room.', most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_are_never_exceeded';
    END IF;
END $$;
CREATE FUNCTION consultations_keep_quota(invitation bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT quota INTO most FROM consultations_consultationinvitation WHERE id = invitation FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM consultations_registration r
        WHERE r.invitation_id = invitation AND consultations_has_place(r)) > most THEN
        RAISE EXCEPTION 'More people than the % of the invitation.', most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quotas_are_never_exceeded';
    END IF;
END $$;
CREATE FUNCTION consultations_place_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.attends = 'in_person' THEN
        PERFORM consultations_keep_seats(NEW.consultation_id);
    END IF;
    IF NEW.invitation_id IS NOT NULL THEN
        PERFORM consultations_keep_quota(NEW.invitation_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION consultations_seats_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM consultations_keep_seats(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION consultations_quota_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM consultations_keep_quota(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER place_is_free_for_the_new AFTER INSERT ON consultations_registration
    FOR EACH ROW WHEN (consultations_has_place(NEW)) EXECUTE FUNCTION consultations_place_taken();
-- Who has her place and is only checked in takes none, so the door of the room waits for nobody.
CREATE TRIGGER place_is_free AFTER UPDATE ON consultations_registration
    FOR EACH ROW WHEN (consultations_has_place(NEW) AND (
        NOT consultations_has_place(OLD)
        OR (NEW.consultation_id, NEW.attends, NEW.invitation_id)
            IS DISTINCT FROM (OLD.consultation_id, OLD.attends, OLD.invitation_id)
    )) EXECUTE FUNCTION consultations_place_taken();
CREATE TRIGGER seats_cover_the_people AFTER UPDATE ON consultations_consultation
    FOR EACH ROW WHEN (NEW.seats IS DISTINCT FROM OLD.seats) EXECUTE FUNCTION consultations_seats_changed();
CREATE TRIGGER quota_covers_the_people AFTER UPDATE ON consultations_consultationinvitation
    FOR EACH ROW WHEN (NEW.quota IS DISTINCT FROM OLD.quota) EXECUTE FUNCTION consultations_quota_changed();
"""
PLACES_UNDONE = """
DROP TRIGGER quota_covers_the_people ON consultations_consultationinvitation;
DROP TRIGGER seats_cover_the_people ON consultations_consultation;
DROP TRIGGER place_is_free ON consultations_registration;
DROP TRIGGER place_is_free_for_the_new ON consultations_registration;
DROP FUNCTION consultations_quota_changed();
DROP FUNCTION consultations_seats_changed();
DROP FUNCTION consultations_place_taken();
DROP FUNCTION consultations_keep_quota(bigint);
DROP FUNCTION consultations_keep_seats(bigint);
DROP FUNCTION consultations_has_place(consultations_registration);
"""


class Migration(migrations.Migration):
    """What only the database can promise: a published report stays, seats and quotas are never exceeded."""

    dependencies = [("consultations", "0002_from_invitations_to_answers")]

    operations = [
        migrations.RunSQL(PUBLISHED_FOR_GOOD, PUBLISHED_FOR_GOOD_UNDONE),
        migrations.RunSQL(PLACES, PLACES_UNDONE),
    ]
