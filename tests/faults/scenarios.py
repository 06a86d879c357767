"""What breaks, and what must be true afterwards. Each scenario is one function: a world and sizes in, figures out."""

import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.db import connection
from django.db.models import F
from django.utils import timezone

from iom_partners.local import run
from iom_partners.local.children import say
from iom_partners.schedule import TIMETABLE
from registry import actions
from registry.actions.duplicates import SCAN
from registry.actions.night import ENDED_THE_WORKER, NIGHT
from registry.actions.screening import SCREEN
from registry.models import (
    Change,
    ImportRow,
    ImportTrace,
    Job,
    Listing,
    Message,
    Note,
    Organization,
    OrganizationName,
    Presence,
    RefreshInvite,
    Routine,
)
from registry.roles import Function
from registry.states import ImportState, JobState, MessageState
from tests import make
from tests.faults.people import PASSWORD, Person, signs_in, writing
from tests.faults.work import POISON, QUEUED
from tests.iom_partners.waiting import patiently
from tests.registry.actions.imports.sheets import checked, sheet

# Longer than the longest lease, and a tick.
TAKEN_UP_WITHIN = 60
FACTS = "ONG Nationale;Tchad;Lac;Santé;;"
WORDS = ["Paix", "Lac", "Femmes", "Jeunes", "Sahel", "Rivière", "Espoir", "Route", "Soleil", "Source"]


@dataclass
class Figures:
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    # The longest that work lay untouched after the death of its worker, in real time.
    resumed: float = 0.0
    # Mails that the server took a second time, under the same Message-ID, from a worker that died between its yes and
    # our commit. SMTP lets nobody do better; a mail program shows them once.
    again: int = 0
    words: str = ""
    is_good: bool = True


def play(world, sizes):
    """Every scenario asked for, one after the other; ends with one line. 0 when everything is as it should be."""
    asked = [name for name in sizes.only.split(",") if name] or list(SCENARIOS)
    random.seed(sizes.seed)
    keeper = make.staff(Function.DATA_STEWARD, name="Steward")
    world.beat()
    total = Figures()
    for name in asked:
        began = time.monotonic()
        told = SCENARIOS[name](world, sizes, keeper)
        is_good = told.is_good and not (told.lost or told.doubled) and told.resumed <= TAKEN_UP_WITHIN
        say(f"{'ok' if is_good else 'BAD':4}{name:10}{time.monotonic() - began:6.0f} s  {told.words}")
        total.kills += told.kills
        total.lost += told.lost
        total.doubled += told.doubled
        total.again += told.again
        total.resumed = max(total.resumed, told.resumed)
        total.is_good &= is_good
    say(
        f"{total.kills} kills: {total.lost} lost, {total.doubled} doubled, resumed in {total.resumed:.0f} s"
        f" ({total.again} mails taken twice under one Message-ID){'' if total.is_good else '; NOT GOOD: see above'}"
    )
    return 0 if total.is_good else 1


# --- Killed workers -----------------------------------------------------------------------------------------------


class Killing:
    """Start a worker, let it get at the work, kill it. The first death is waited for in real time, for its figure."""

    def __init__(self, world, sizes, keeper, *workers):
        self.world, self.keeper, self.workers = world, keeper, workers
        self.waits_for_leases = not sizes.hurry
        self.deaths, self.held, self.resumed = 0, 0, 0.0
        self.died_at = None

    def round(self, is_at_work, longest):
        running = [self.world.worker(name, options) for name, options in self.workers]
        patiently(lambda: is_at_work(self.died_at), TAKEN_UP_WITHIN + 60)
        if self.deaths == 1 and self.waits_for_leases:
            self.resumed = time.monotonic() - self.at
        time.sleep(random.uniform(0, longest))
        for worker in running:
            self.world.kill(worker)
        self.deaths += 1
        self.died_at, self.at = timezone.now(), time.monotonic()
        if self.deaths > 1 or not self.waits_for_leases:
            # Forty seconds later the leases of the dead have run out.
            Job.objects.filter(state=JobState.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
        self.retry_held()

    def retry_held(self):
        """Three deaths at one place look like poison: it is held, and a person who knows better tries again."""
        held = Job.objects.filter(state=JobState.HELD)
        for job in held:
            actions.retry_job(job, by=self.keeper)
        self.held += len(held)
        return len(held)

    def finish(self, is_over, seconds):
        running = [self.world.worker(name, options) for name, options in self.workers]
        over = patiently(lambda: not self.retry_held() and is_over(), seconds)
        for worker in running:
            self.world.kill(worker)
        return over


def _running_since(died_at):
    running = Job.objects.filter(state=JobState.RUNNING)
    return (running.filter(taken_at__gt=died_at) if died_at else running).exists() or not _open_jobs()


def _open_jobs():
    return Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).count()


def _import(rows, number, keeper):
    lines = [
        f"Q{number}-{n};Union {WORDS[n % 10]} {WORDS[n // 10 % 10]} du village {number}-{n};{FACTS}"
        for n in range(rows)
    ]
    batch = checked(sheet(*lines), by=keeper)
    # Numbered villages look alike to a careful reader, who here says that they are not.
    batch.rows.filter(verdict="possible").update(decision="add", decided_by=keeper)
    actions.approve_import(batch, by=keeper)
    return batch


def kill_imports(world, sizes, keeper):
    """A worker dies at random moments of an import: every row once, and the history whole."""
    killing = Killing(world, sizes, keeper, ("worker", run.LONG_WORK))
    told, batches = Figures(), []
    while killing.deaths < sizes.rounds:
        if not _open_jobs():
            batches.append(_import(sizes.rows, len(batches), keeper))
        killing.round(_running_since, 1.2)
    whole = killing.finish(lambda: not _open_jobs(), 600)
    wanted = sizes.rows * len(batches)
    rows = ImportRow.objects.filter(batch__in=batches)
    kept = Organization.objects.filter(pk__in=rows.values("organization"))
    names = OrganizationName.objects.filter(organization__in=kept, is_primary=True)
    counts = [
        kept.count(),
        ImportTrace.objects.filter(organization__in=kept).count(),
        names.values("text").distinct().count(),
        Presence.objects.filter(organization__in=kept).count(),
        Listing.objects.filter(organization__in=kept).count(),
        Change.objects.filter(verb="organization.imported", batch__in=[one.reference for one in batches]).count(),
    ]
    told.kills, told.resumed = killing.deaths, killing.resumed
    told.lost = max(wanted - min(counts), rows.filter(applied_at=None).count())
    told.doubled = max(0, max(counts) - wanted)
    applied = not Job.objects.filter(kind="import.apply").exclude(state=JobState.DONE).exists()
    told.is_good = whole and applied and actions.first_broken() is None
    told.is_good &= all(one.__class__.objects.get(pk=one.pk).state == ImportState.APPLIED for one in batches)
    told.words = (
        f"{told.kills} kills over {wanted} rows; taken up after {told.resumed:.0f} s, held {killing.held} times"
    )
    return told


def kill_mails(world, sizes, keeper):
    """The mailer dies at random moments while the outbox empties: every mail arrives, under one Message-ID."""
    messages = [
        actions.post("account.told", address=f"reader{n}@example.org", title=f"Mail {n}", body="You are told.")
        for n in range(sizes.mails)
    ]
    mails = Message.objects.filter(pk__in=[message.pk for message in messages])
    # As slow as it must be for every death to fall into the sending.
    longest = 0.9
    world.mailbox.pause = min(0.5, longest * sizes.rounds / sizes.mails)
    killing = Killing(world, sizes, keeper, ("mailer", run.MAIL_AND_BEAT))

    def sends(_died_at):
        before = mails.filter(state=MessageState.SENT).count()
        return patiently(lambda: mails.filter(state=MessageState.SENT).count() > before, 20) or not waiting()

    def waiting():
        return mails.filter(state=MessageState.WAITING).count()

    while killing.deaths < sizes.rounds and waiting():
        killing.round(sends, longest)
    world.mailbox.pause = 0.0
    killing.finish(lambda: not waiting(), 300)
    return _mails_told(world, messages, killing)


def _mails_told(world, messages, killing=None):
    wanted = {message.message_id for message in messages}
    received = {key: n for key, n in world.mailbox.received.items() if key in wanted}
    sent = Message.objects.filter(message_id__in=wanted, state=MessageState.SENT).count()
    told = Figures(lost=len(wanted) - min(len(received), sent))
    told.again = sum(received.values()) - len(received)
    if killing:
        told.kills, told.resumed = killing.deaths, killing.resumed
        # Of each death at most one mail can have been between the server's yes and our commit.
        told.doubled = max(0, told.again - killing.deaths)
    else:
        told.doubled = told.again
    told.words = f"{told.kills} kills over {len(wanted)} mails; {told.again} taken twice under one Message-ID"
    return told


def kill_campaigns(world, sizes, keeper):
    """A worker dies while campaigns write their mails: everybody who is asked is asked once, in each of them."""
    for n in range(sizes.mails):
        make.contact(make.organization(f"Invented Village {n}"), email=f"asked{n}@example.org", role="focal_point")
    killing = Killing(world, sizes, keeper, ("worker", run.LONG_WORK))
    campaigns = []
    while killing.deaths < sizes.rounds:
        if not _open_jobs():
            campaigns.append(_campaign(campaigns, sizes.mails, keeper))
        killing.round(_running_since, 0.6)
    whole = killing.finish(lambda: not _open_jobs(), 300)
    asked = RefreshInvite.objects.filter(campaign__in=campaigns, channel="mail")
    mails = Counter(Message.objects.filter(kind="registry.refresh_asked").values_list("subject_reference", flat=True))
    wanted = sizes.mails * len(campaigns)
    told = Figures(killing.deaths, resumed=killing.resumed, is_good=whole)
    told.lost = wanted - min(len(mails), asked.exclude(sent_at=None).count())
    told.doubled = sum(mails.values()) - len(mails)
    told.words = f"{told.kills} kills over {wanted} mails of {len(campaigns)} campaigns, held {killing.held} times"
    return told


def _campaign(earlier, mails, keeper):
    """Another campaign over everybody, the one before it ended: nobody is asked by two at once."""
    if earlier:
        actions.end_refresh(earlier[-1], by=keeper)
    return actions.start_refresh(make.refresh(by=keeper, first_wave=mails), by=keeper)


def kill_nights(world, sizes, keeper):
    """All that the clock asks for, with the workers dying under it: each run once, and a night more changes nothing.

    A step at which the worker died three times in a row is left to the next night; that must stay rare.
    """
    killing = Killing(world, sizes, keeper, ("worker", run.LONG_WORK), ("clerk", run.SHORT_WORK))
    if not Organization.objects.exists():
        # Played alone: a night over nothing proves nothing.
        _import(sizes.rows, "night", keeper)
    nights = _ask_for_a_night()
    while killing.deaths < sizes.rounds:
        killing.round(_running_since, 1.2)
        nights += 0 if _open_jobs() else _ask_for_a_night()
    whole = killing.finish(lambda: not _open_jobs(), 600)
    # One undisturbed night does what the others left out, and one more finds nothing to do.
    written = []
    for _night in range(2):
        before = _written()
        nights += _ask_for_a_night()
        whole &= killing.finish(lambda: not _open_jobs(), 600)
        whole &= Job.objects.filter(kind=NIGHT).latest("created_at").result == {}
        written.append(_written() - before)
    # The clock of this world goes on as well, so there may be more runs than the nights make.
    runs = Job.objects.filter(routine__isnull=False, due_at__isnull=False)
    wanted = max(nights * len(TIMETABLE), runs.count())
    begun = Job.objects.filter(kind__in=[NIGHT, SCAN, SCREEN])
    left_out = [why for told in begun.values_list("result__not_done", flat=True) for why in (told or {}).values()]
    told = Figures(killing.deaths, wanted - runs.filter(state=JobState.DONE).count(), resumed=killing.resumed)
    told.lost += max(0, nights - begun.filter(kind=NIGHT).count()) + begun.exclude(state=JobState.DONE).count()
    told.lost += sum(why != ENDED_THE_WORKER for why in left_out)
    told.is_good = whole and killing.held + len(left_out) <= sizes.rounds / 3
    told.doubled = written[-1]
    told.words = (
        f"{told.kills} kills over {begun.filter(kind=NIGHT).count()} nights and {wanted} runs of {len(TIMETABLE)}"
        f" routines, held {killing.held} times, {len(left_out)} steps left to the next night;"
        f" two nights more wrote {written[0]} and {written[1]}"
    )
    return told


def _written():
    """What a night may write for people: the history, but for what a job says of itself, and mails."""
    return Change.objects.exclude(subject__startswith="JOB-").count() + Message.objects.count()


def _ask_for_a_night():
    """Every routine of the registry is due now; 1, for one night."""
    # The nights before were other nights; how far back differs each time, so that no two meet.
    back = timedelta(days=1, seconds=Job.objects.count())
    Job.objects.filter(due_at__isnull=False).update(due_at=F("due_at") - back)
    for job in Job.objects.filter(kind=NIGHT, subject=timezone.localdate().isoformat()):
        Job.objects.filter(pk=job.pk).update(subject=f"before {job.reference}")
    actions.ask_for_work()
    wanted = Routine.objects.filter(key__in=[entry.key for entry in TIMETABLE])
    wanted.update(next_due_at=timezone.now() - timedelta(seconds=1))
    # The clock of this world ticks too: whichever comes first asks, and once.
    patiently(lambda: actions.ask_for_work() is not None and not wanted.filter(next_due_at__lt=timezone.now()).exists())
    return 1


# --- Services that go away ----------------------------------------------------------------------------------------


def flush_redis(world, sizes, keeper):
    """Redis forgets everything while jobs are queued: PostgreSQL knows them, so all are done, each once."""
    world.tally.write_text("")
    _run_by_hand(QUEUED[: sizes.jobs], keeper)
    workers = [world.worker("worker", run.LONG_WORK), world.worker("clerk", run.SHORT_WORK)]
    with redis.Redis(unix_socket_path=str(world.valkey.socket)) as client:
        for _time in range(3):
            client.flushall()
            time.sleep(1)
    patiently(lambda: not _open_jobs(), 120)
    for worker in workers:
        world.kill(worker)
    done = len(world.tally.read_text().splitlines())
    told = Figures(lost=max(0, sizes.jobs - done, _open_jobs()), doubled=max(0, done - sizes.jobs))
    told.words = f"FLUSHALL three times with {sizes.jobs} jobs queued: {done} done"
    return told


def poison(world, sizes, keeper):
    """A job that kills its worker: three attempts, held, people told, and the work beside it goes on."""
    world.tally.write_text("")
    (job,) = _run_by_hand([POISON], keeper)
    _run_by_hand(QUEUED[:5], keeper)
    worker = world.worker("worker", run.LONG_WORK)

    def is_held():
        # Forty seconds later its lease has run out.
        Job.objects.filter(
            pk=job.pk, state=JobState.RUNNING, taken_at__lt=timezone.now() - timedelta(seconds=2)
        ).update(lease_until=timezone.now() - timedelta(seconds=1))
        time.sleep(0.5)
        return Job.objects.get(pk=job.pk).state == JobState.HELD

    held = patiently(is_held, 120)
    patiently(lambda: not _open_jobs(), 60)
    world.kill(worker)
    attempts = Job.objects.get(pk=job.pk).attempt
    told_people = Message.objects.filter(kind="registry.job_held", subject_reference=job.reference).count()
    done = len(world.tally.read_text().splitlines())
    actions.stop_job(job, by=keeper)
    told = Figures(is_good=held and attempts == Job.MAX_ATTEMPTS and told_people == 1 and done == 5)
    told.words = f"{attempts} attempts, {'held' if held else 'NOT held'}, {told_people} alarm; {done} of 5 others done"
    return told


def _run_by_hand(keys, keeper):
    patiently(lambda: actions.ask_for_work() is not None and Routine.objects.filter(key__in=keys).count() == len(keys))
    return [actions.run_routine(routine, by=keeper) for routine in Routine.objects.filter(key__in=keys)]


def crash_postgres(world, sizes, keeper):
    """PostgreSQL dies under people who write: what was acknowledged is there, and soon no page fails any more."""
    web = world.web()
    organization = make.organization("Written To")
    people = [Person(world.origin, make.staff(Function.CURATOR)) for _n in range(4)]
    crashes, slowest, late_errors = max(1, sizes.rounds // 10), 0.0, 0
    with writing(people, organization) as written:
        for _crash in range(crashes):
            time.sleep(2)
            world.crash_postgres()
            back = time.monotonic()
            slowest = max(slowest, written.wait_for_success(back))
            time.sleep(3)
            late_errors += written.errors_after(back + 2)
    connection.close()
    world.kill(web)
    kept = set(Note.objects.filter(organization=organization).values_list("text", flat=True))
    told = Figures(lost=len(written.acknowledged - kept), is_good=slowest <= 2 and not late_errors)
    told.words = (
        f"{crashes} crashes under {len(written.acknowledged)} acknowledged writes; first success {slowest:.1f} s"
        f" after it was back, {late_errors} errors later than 2 s"
    )
    return told


def stop_redis(world, sizes, keeper):
    """Redis is down: people sign in and work; once it is back the jobs catch up."""
    world.tally.write_text("")
    web = world.web()
    worker, clerk = world.worker("worker", run.LONG_WORK), world.worker("clerk", run.SHORT_WORK)
    organization = make.organization("Worked On")
    person = Person(world.origin, make.staff(Function.CURATOR))
    newcomer = make.member(password=PASSWORD)
    world.valkey.stop()
    _run_by_hand(QUEUED[:10], keeper)
    end, seen = time.monotonic() + sizes.seconds, Counter()
    while time.monotonic() < end:
        seen["signed in" if signs_in(world.origin, newcomer) else "NOT signed in"] += 1
        seen["written" if person.write(organization, f"Note {seen.total()}") == 302 else "NOT written"] += 1
        time.sleep(1)
    world.valkey.start(patiently)
    back = time.monotonic()
    caught_up = patiently(lambda: not _open_jobs(), 120)
    told = Figures(is_good=caught_up and not (seen["NOT signed in"] or seen["NOT written"]))
    told.lost = 10 - len(world.tally.read_text().splitlines()) if caught_up else _open_jobs()
    told.words = (
        f"{sizes.seconds} s without Redis: {dict(seen)}; 10 jobs done {time.monotonic() - back:.0f} s after it was back"
    )
    for child in (web, worker, clerk):
        world.kill(child)
    return told


def stop_mail_server(world, sizes, keeper):
    """The mail server is down for long: nothing is lost and nothing is sent twice."""
    mailer = world.worker("mailer", run.MAIL_AND_BEAT)
    world.mailbox.stop()
    messages = [
        actions.post("account.told", address=f"late{n}@example.org", title=f"Late {n}", body="You are told.")
        for n in range(sizes.mails)
    ]
    time.sleep(10 * sizes.seconds)
    world.mailbox.start()
    back = time.monotonic()
    patiently(lambda: not Message.objects.filter(state=MessageState.WAITING).exists(), 120)
    told = _mails_told(world, messages)
    told.words = (
        f"mail server down for {10 * sizes.seconds} s: all gone {time.monotonic() - back:.0f} s after it was back"
    )
    world.kill(mailer)
    return told


SCENARIOS = {
    "night": kill_nights,
    "imports": kill_imports,
    "mails": kill_mails,
    "campaigns": kill_campaigns,
    "flushall": flush_redis,
    "poison": poison,
    "postgres": crash_postgres,
    "redis": stop_redis,
    "smtp": stop_mail_server,
}
