/** The schema's history, applied in order and never edited afterwards. */
export const migrations: readonly { readonly id: number; readonly sql: string }[] = [
  {
    id: 1,
    sql: `
create table embedded_inngest.functions (
  id text primary key,
  app_url text not null,
  config json not null,
  active boolean not null default true,
  registered_at timestamptz not null default now()
);

create table embedded_inngest.events (
  id text primary key,
  name text not null,
  payload json not null,
  received_at timestamptz not null default now()
);
create index events_received_at on embedded_inngest.events (received_at);

create table embedded_inngest.runs (
  id text primary key,
  function_id text not null,
  event_id text not null,
  event json not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  slot_keys text[] not null,
  output json,
  error json,
  parent_run_id text references embedded_inngest.runs (id) on delete set null,
  parent_step_id text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  check ((ended_at is not null) = (status in ('completed', 'failed', 'cancelled')))
);
create index runs_event_id on embedded_inngest.runs (event_id);
create index runs_parent on embedded_inngest.runs (parent_run_id) where parent_run_id is not null;
create index runs_active on embedded_inngest.runs (function_id) where ended_at is null;
create index runs_ended_at on embedded_inngest.runs (ended_at) where ended_at is not null;

create sequence embedded_inngest.step_order;
create table embedded_inngest.steps (
  run_id text not null references embedded_inngest.runs (id) on delete cascade,
  step_id text not null,
  name text not null,
  status text not null check (status in ('planned', 'sleeping', 'waiting', 'invoking', 'completed', 'abandoned')),
  memo json,
  finished_order bigint,
  eager boolean not null default false,
  wait_event text,
  wait_expression text,
  due_at timestamptz,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (run_id, step_id),
  check ((status = 'completed') = (memo is not null)),
  check ((status = 'completed') = (finished_order is not null))
);
create index steps_waiting on embedded_inngest.steps (wait_event) where status = 'waiting';

create table embedded_inngest.executions (
  run_id text not null references embedded_inngest.runs (id) on delete cascade,
  position text not null,
  function_id text not null,
  state text not null check (state in ('delayed', 'blocked', 'scheduled', 'executing')),
  slot_keys text[] not null,
  attempt integer not null default 0,
  delivery_failures integer not null default 0,
  woken boolean not null default false,
  lease text,
  due_at timestamptz,
  queued_at timestamptz not null default now(),
  primary key (run_id, position),
  check ((state = 'executing') = (lease is not null)),
  check (state <> 'delayed' or due_at is not null)
);
create index executions_function on embedded_inngest.executions (function_id, state);

create table embedded_inngest.idempotency_keys (
  function_id text not null,
  key text not null,
  used_at timestamptz not null default now(),
  primary key (function_id, key)
);

create table embedded_inngest.crons (
  function_id text not null references embedded_inngest.functions (id) on delete cascade,
  cron text not null,
  next_at timestamptz not null,
  primary key (function_id, cron)
);

create table embedded_inngest.workers (
  id text primary key,
  name text not null,
  host text not null,
  pid integer not null,
  process_started text not null,
  heartbeat_at timestamptz not null default now()
);
`,
  },
];
