-- Mail: src/Grains/Mail says what is sent and when it stops.

-- The outbox holds mails from their cause until they are sent.
alter table outbox add column unsure_since timestamptz;

comment on column outbox.unsure_since is
    'Since when it may have been sent without anybody knowing: a try was begun, and what came of it was not written down. Null: it was not sent.';

-- To which addresses no mail goes. An address is account data: the row goes when no account and no invitation has it any more.
create table mail_suppressions (
    tenant_id       uuid        not null,
    suppression_id  uuid        not null,
    email           text        not null,
    email_key       text        not null,
    reason          text        not null check (reason in ('bounced', 'complained', 'suppressed')),
    since           timestamptz not null,
    primary key (tenant_id, suppression_id)
);

comment on column mail_suppressions.email_key is 'email in lower case: two addresses that differ in case alone are one';

create unique index mail_suppressions_by_email on mail_suppressions (tenant_id, email_key);

-- The sender asks for an address whosever it is; the operator goes through all by their ids.
create index mail_suppressions_by_key on mail_suppressions (email_key);
create index mail_suppressions_by_id on mail_suppressions (suppression_id);

alter table mail_suppressions enable row level security;
alter table mail_suppressions force row level security;

create policy tenant on mail_suppressions to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on mail_suppressions to relaykit_jobs using (true) with check (true);

grant select on mail_suppressions to relaykit_app;
grant select, insert, delete on mail_suppressions to relaykit_jobs;

-- Which events of the provider's have been taken in. It sends one again until it is told that it has arrived, and whenever somebody asks it to.
create table mail_events (
    event_id     text        primary key,
    received_at  timestamptz not null
);

create index mail_events_by_time on mail_events (received_at);

grant select, insert, delete on mail_events to relaykit_jobs;

-- What a tenant's owners are mailed of stands in its log, and is enqueued in the transaction that writes it there: once, since an event is written once.
-- Who they are, and what they are told, is looked up when it is sent.
create function mail_of_event() returns trigger
    language plpgsql as
$$
begin
    insert into outbox (message_id, kind, destination, tenant_id, subject, created_at, due_at)
    values (md5('mail/event/' || new.event_id)::uuid, 'mail', 'mail', new.tenant_id, new.event_id, now(), '-infinity')
    on conflict (message_id) do nothing;
    return null;
end;
$$;

-- EventMails in src/Grains/Mail names the same types.
create trigger mail_of_event after insert on events for each row
    when (new.type in ('usage.threshold_reached', 'usage.cap_reached', 'tenant.suspended', 'tenant.resumed', 'api_key.revoked'))
    execute function mail_of_event();
