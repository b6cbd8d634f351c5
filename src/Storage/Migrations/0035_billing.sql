-- Billing: the operator's plans, how tenants stand with whoever is paid, what was reported of their usage, and what their periods came to.
-- src/Grains/Billing says what the columns mean. Periods are named by the day (UTC) that they begin on. No card, and nothing of an end user's.

create table billing_plans (
    code        text        primary key,
    terms       jsonb       not null,
    updated_at  timestamptz not null
);

comment on table billing_plans is 'made by the operator''s calls, beside those of configuration; of no tenant';

create table billing_accounts (
    tenant_id           uuid        not null primary key,
    plan                text,
    customer_id         text,
    subscription_id     text,
    subscription_status smallint    check (subscription_status between 0 and 7),
    cancel_at           timestamptz,
    owed_since          timestamptz,
    stage               smallint    not null default 0 check (stage between 0 and 3),
    stage_since         timestamptz not null,
    stage_number        integer     not null default 0,
    unsettled           boolean     not null default true,
    applied_terms       jsonb,
    mailed_stage        integer     not null default 0,
    report_due_at       timestamptz not null,
    compared_on         date
);

comment on column billing_accounts.owed_since is 'since when a payment has failed or is overdue; null when none is';
comment on column billing_accounts.stage is '0 active, 1 past due, 2 grace, 3 suspended';
comment on column billing_accounts.unsettled is 'something has changed of which the tenant''s grain, or its owners, have not been told yet';
comment on column billing_accounts.applied_terms is 'what the tenant''s grain was told last';
comment on column billing_accounts.mailed_stage is 'the stage_number that the owners were told of last';

create index billing_accounts_due on billing_accounts (report_due_at);
create index billing_accounts_unsettled on billing_accounts (tenant_id) where unsettled;
create index billing_accounts_dunned on billing_accounts (stage_since) where stage in (1, 2);
create unique index billing_accounts_by_customer on billing_accounts (customer_id) where customer_id is not null;
create index billing_accounts_by_plan on billing_accounts (plan) where plan is not null;
create index billing_accounts_compared on billing_accounts (compared_on) where customer_id is not null;

-- What was reported. Only ever added to; what became of a report is all that changes of it.
create table meter_reports (
    tenant_id       uuid        not null,
    meter           text        not null,
    period          date        not null,
    seq             integer     not null,
    kind            text        not null check (kind in ('usage', 'credit', 'cancellation')),
    value           bigint      not null,
    cumulative_ms   bigint      not null,
    late_ms         bigint      not null,
    at              timestamptz not null,
    created_at      timestamptz not null,
    cancels         integer,
    reason          text,
    state           text        not null check (state in ('accrued', 'pending', 'unknown', 'sent', 'reconciled', 'refused')),
    attempt_at      timestamptz,
    first_sent_at   timestamptz,
    first_unknown_at timestamptz,
    last_unknown_at timestamptz,
    settled_at      timestamptz,
    error           text,
    primary key (tenant_id, meter, period, seq)
);

comment on column meter_reports.cumulative_ms is 'all that was used in the period when it was made, what came late from closed ones included';
comment on column meter_reports.attempt_at is 'when the attempt began that goes on; one that a crash cut off leaves it';
comment on column meter_reports.first_sent_at is 'when the first attempt began that may have taken effect';

-- A report is cancelled once.
create unique index meter_reports_cancelled on meter_reports (tenant_id, meter, period, cancels) where cancels is not null;
create index meter_reports_by_period on meter_reports (period, tenant_id, meter, seq);

-- What a period that is closed was billed for of its own usage.
create table closed_usage (
    tenant_id   uuid        not null,
    meter       text        not null,
    period      date        not null,
    own_ms      bigint      not null,
    closed_at   timestamptz not null,
    primary key (tenant_id, meter, period)
);

-- What a period takes over of one that is closed, since it was told of too late.
create table late_usage (
    tenant_id   uuid        not null,
    meter       text        not null,
    period      date        not null,
    from_period date        not null,
    ms          bigint      not null,
    primary key (tenant_id, meter, period, from_period)
);

create table invoices (
    tenant_id   uuid        not null,
    invoice_id  uuid        not null,
    period      date        not null,
    plan        text        not null,
    plan_name   text        not null,
    currency    text        not null,
    total       bigint      not null,
    closed_at   timestamptz not null,
    primary key (tenant_id, invoice_id),
    unique (tenant_id, period)
);

create table invoice_lines (
    tenant_id   uuid        not null,
    invoice_id  uuid        not null,
    number      integer     not null,
    name        text        not null,
    own_ms      bigint      not null,
    late_ms     bigint      not null,
    quantity    bigint      not null,
    included    bigint      not null,
    billable    bigint      not null,
    unit_price  numeric     not null,
    amount      bigint      not null,
    primary key (tenant_id, invoice_id, number)
);

create table provider_invoices (
    tenant_id           uuid        not null,
    provider_invoice_id text        not null,
    period              date        not null,
    number              text,
    status              smallint    not null check (status between 0 and 4),
    currency            text        not null,
    total               bigint      not null,
    amount_remaining    bigint      not null,
    attempts            integer     not null,
    due_at              timestamptz,
    created_at          timestamptz not null,
    hosted_url          text,
    pdf_url             text,
    primary key (tenant_id, provider_invoice_id)
);

create index provider_invoices_by_period on provider_invoices (tenant_id, period, created_at);

create table billing_comparisons (
    tenant_id           uuid    not null,
    day                 date    not null,
    meter               text    not null,
    period              date    not null,
    ledger_minutes      bigint  not null,
    unreported_minutes  bigint  not null,
    in_flight_minutes   bigint  not null,
    provider_minutes    bigint  not null,
    primary key (tenant_id, day, meter, period)
);

create index billing_comparisons_by_day on billing_comparisons (day desc);

do $$
declare
    name text;
    owned text[] := array['billing_accounts', 'meter_reports', 'closed_usage', 'late_usage', 'invoices', 'invoice_lines', 'provider_invoices',
        'billing_comparisons'];
begin
    foreach name in array owned || array['billing_plans'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;

    foreach name in array owned loop
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant()))
             with check (tenant_id = (select current_tenant()))', name);
        execute format('grant select on %I to relaykit_app', name);
        execute format('grant select, insert, delete on %I to relaykit_jobs', name);
    end loop;
end;
$$;

grant select, insert, update, delete on billing_plans to relaykit_jobs;
grant update on billing_accounts, late_usage, provider_invoices, billing_comparisons to relaykit_jobs;
grant update (state, attempt_at, first_sent_at, first_unknown_at, last_unknown_at, settled_at, error) on meter_reports to relaykit_jobs;
