from django.db import migrations

# Published criteria are what applications are judged by: they never change. Retiring a set is the one way on.
CRITERIA = """
CREATE FUNCTION observers_refuse_changing_published_criteria() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[];
BEGIN
    IF TG_TABLE_NAME = 'observers_criteriaset' THEN
        IF OLD.state = 'draft' THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.state IN (OLD.state, 'retired')
           AND to_jsonb(NEW) - ARRAY['state', 'version', 'updated_at'] = to_jsonb(OLD) - ARRAY['state', 'version', 'updated_at'] THEN
            RETURN NEW;
        END IF;
    ELSE
        -- Whoever moves a criterion to another set changes both.
        owners := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.criteria_set_id] WHEN 'DELETE' THEN ARRAY[OLD.criteria_set_id]
                             ELSE ARRAY[OLD.criteria_set_id, NEW.criteria_set_id] END;
        IF NOT EXISTS (SELECT FROM observers_criteriaset WHERE id = ANY (owners) AND state <> 'draft') THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
    END IF;
    RAISE EXCEPTION 'Published criteria never change: make a new version.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_criteria_never_change';
END $$;
CREATE TRIGGER published_criteria_never_change BEFORE UPDATE OR DELETE ON observers_criteriaset
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_changing_published_criteria();
CREATE TRIGGER published_criteria_never_change BEFORE INSERT OR UPDATE OR DELETE ON observers_criterion
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_changing_published_criteria();
"""
CRITERIA_UNDONE = """
DROP TRIGGER published_criteria_never_change ON observers_criterion;
DROP TRIGGER published_criteria_never_change ON observers_criteriaset;
DROP FUNCTION observers_refuse_changing_published_criteria();
"""

# What was sent, what the Council decided and what happened to a status are kept as they were written.
FROZEN = """
CREATE FUNCTION observers_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was recorded stays as it is: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'recorded_once';
END $$;
CREATE TRIGGER submission_is_frozen BEFORE UPDATE OR DELETE ON observers_submission
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_rewriting();
CREATE TRIGGER decision_is_frozen BEFORE UPDATE OR DELETE ON observers_decision
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_rewriting();
CREATE TRIGGER status_event_is_frozen BEFORE UPDATE OR DELETE ON observers_statusevent
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_rewriting();
"""
FROZEN_UNDONE = """
DROP TRIGGER status_event_is_frozen ON observers_statusevent;
DROP TRIGGER decision_is_frozen ON observers_decision;
DROP TRIGGER submission_is_frozen ON observers_submission;
DROP FUNCTION observers_refuse_rewriting();
"""

# Whatever the code forgets: nothing is decided before its session, nor by who recommended it.
DECISIONS = """
CREATE FUNCTION observers_refuse_unlawful_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_on < (SELECT starts_on FROM observers_councilsession WHERE id = NEW.session_id)
       OR NEW.decided_on > (now() AT TIME ZONE (SELECT zone FROM observers_councilsession WHERE id = NEW.session_id))::date THEN
        RAISE EXCEPTION 'A decision bears a day of its session or later, and not one that has not come yet.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_not_before_its_session';
    END IF;
    IF EXISTS (
        SELECT FROM observers_recommendation
        WHERE application_id = NEW.application_id AND NEW.recorded_by_id IN (signed_by_id, agreed_by_id)
          AND returned_at IS NULL
    ) THEN
        RAISE EXCEPTION 'Who recommended does not record the decision.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_recorded_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_lawful BEFORE INSERT ON observers_decision
    FOR EACH ROW EXECUTE FUNCTION observers_refuse_unlawful_decision();
"""
DECISIONS_UNDONE = """
DROP TRIGGER decision_is_lawful ON observers_decision;
DROP FUNCTION observers_refuse_unlawful_decision();
"""


class Migration(migrations.Migration):
    """What the database promises beyond constraints on single rows."""

    dependencies = [("observers", "0001_initial")]
    operations = [
        migrations.RunSQL(CRITERIA, CRITERIA_UNDONE),
        migrations.RunSQL(FROZEN, FROZEN_UNDONE),
        migrations.RunSQL(DECISIONS, DECISIONS_UNDONE),
    ]
