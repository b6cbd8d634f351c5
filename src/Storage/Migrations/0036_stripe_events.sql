-- News from Stripe: kept before Stripe is told that they came, worked off afterwards. What they tell is not here: it is fetched.

create table stripe_events (
    id            text        primary key,
    type          text        not null,
    subject       smallint    not null,
    object_id     text        not null,
    created       timestamptz not null,
    received_at   timestamptz not null,
    due_at        timestamptz not null,
    lease_id      uuid,
    lease_until   timestamptz,
    attempts      integer     not null default 0,
    error         text,
    processed_at  timestamptz
);

comment on table stripe_events is 'src/Grains/Billing/IProviderEventStore.cs says what it means; of no tenant: whose an object is, is known when it is fetched';
comment on column stripe_events.subject is 'as RelayKit.Billing.ProviderEventSubject';
comment on column stripe_events.object_id is 'what the news is about; all news about one thing are worked off together, by one process at a time';
comment on column stripe_events.lease_until is 'the thing is another''s until then, with all that waits of it';
comment on column stripe_events.error is 'why the last attempt came to nothing';

create index stripe_events_due on stripe_events (due_at) where processed_at is null;
create index stripe_events_waiting on stripe_events (object_id) where processed_at is null;
create index stripe_events_by_age on stripe_events (received_at);

alter table stripe_events enable row level security;
alter table stripe_events force row level security;
create policy jobs on stripe_events to relaykit_jobs using (true) with check (true);
grant select, insert, update, delete on stripe_events to relaykit_jobs;
