# shellcheck shell=bash
# What each command says about itself.

help_for() {
  case ${1:-} in
    '' | help | -h | --help) help_overview ;;
    up | demo | test | bench | audit | chaos | down | reset) "help_$1" ;;
    *) usage_error "There is no command '$1'." "Try './relaykit help'." ;;
  esac
}

help_overview() {
  cat <<'TEXT'
usage: ./relaykit COMMAND [OPTION...]

  up      PostgreSQL, a LiveKit simulator and the Silo with its Api; prints URLs, a first key and how to record
  demo    the whole story in a minute, checked against what the simulator knows to be true
  test    every test
  bench   a benchmark
  audit   check a database against the laws of metering
  chaos   kill and disturb everything under load, then check the ledger against the truth
  down    stop what runs in this clone
  reset   remove this clone's state: database, keys, logs
  help    this text; './relaykit COMMAND --help' says more about one command

State lies under .relaykit/. Needed: git, bash 5 and the .NET 10 SDK. PostgreSQL (15 or later) is found, else
installed by apt (as root or by sudo), else run in a container; RelayKit__Postgres names another server. The tests
need Node.js and npm besides, which are found or installed in the same way.
TEXT
}

help_exit_codes() {
  cat <<'TEXT'

Exit codes:
  0    done
  1    it failed; the message says why
  2    wrong usage
  130  interrupted (Ctrl-C); 143 ended by SIGTERM
TEXT
}

help_postgres() {
  cat <<'TEXT'
  RelayKit__Postgres          an Npgsql connection string: use that server, start none
  RELAYKIT_POSTGRES_PORT      port of this clone's own PostgreSQL (54329; 'test' takes a free one above it)
  RELAYKIT_POSTGRES_BIN       folder with initdb, postgres and psql (the newest found on the machine)
  RELAYKIT_POSTGRES_IMAGE     container image, when it comes to that (postgres:17-alpine)
  RELAYKIT_NO_INSTALL         set: never install by apt
TEXT
}

help_ports() {
  cat <<'TEXT'
  RELAYKIT_API_PORT           port of the Api (8080)
  RELAYKIT_SIMULATOR_PORT     port of the LiveKit simulator (7880)
  RELAYKIT_STORE_PORT         port of its object store, where recordings go (9000)
  RELAYKIT_STRIPE_PORT        port of the Stripe simulator (12111)
  RELAYKIT_SILO_PORT          port between Silos (11111)
  RELAYKIT_GATEWAY_PORT       port of the Silo's gateway (30000)
TEXT
}

help_up() {
  cat <<'TEXT'
usage: ./relaykit up [--silos N] [--apis N] [--detach] [--no-simulator] [--no-build]

Builds and starts PostgreSQL, a LiveKit simulator with an object store, a Stripe simulator and the Silo with its Api, makes a first
tenant, prints URLs, its key, how to record a room and how to subscribe, and writes them to .relaykit/dev.json (readable by its
owner only). Ctrl-C stops all of it.

Options:
  --silos N        Silos in one cluster, each with its Api (1); ports count up from the configured ones
  --apis N         Apis in processes of their own (0: the Silos serve the API); the Silos then serve health and
                   metrics only, at the ports above the Apis'
  --detach         return when all is ready; './relaykit down' stops it
  --no-simulator   start no simulator, and so no object store and no Stripe
  --no-build       run what is built

Environment:
  RelayKit__LiveKit__0__Url, __ApiKey, __ApiSecret
                              a LiveKit to use in place of the simulator
  RelayKit__ManagedStorage__Bucket, ...
                              managed storage to use in place of the simulator's object store
  RelayKit__OperatorKey       the operator key (generated)
  RelayKit__Stripe__ApiKey, __WebhookSecret, ...
                              a Stripe to bill by in place of the simulator
  RelayKit__Mail__Directory   where mails are written (.relaykit/mail)
  RelayKit__Secrets__WrappingKeys__0
                              what wraps the keys of tenants' secrets (generated)
TEXT
  help_ports
  help_postgres
  help_exit_codes
  echo '  (up that was ready and is stopped by Ctrl-C or by down: 0)'
}

help_demo() {
  cat <<'TEXT'
usage: ./relaykit demo [--keep]

Runs the whole story on a database of its own: a tenant, a key, rooms, participants who reconnect, webhooks twice and out
of order, the Silo killed and restarted, a room recorded. Ends with what the simulator knows to be true, what was metered, and the
difference; with the SHA-256 of the recording as it was uploaded and as it was downloaded by a link; and with the invoice, opened line
by line, and what a simulated Stripe was told. Fails unless the difference is 0 ms, the two hashes are equal, and the invoice and
Stripe have the ledger's minutes.

Options:
  --keep   leave PostgreSQL and the demo's processes running afterwards

Environment:
TEXT
  help_ports
  help_postgres
  help_exit_codes
}

help_test() {
  cat <<'TEXT'
usage: ./relaykit test [--filter EXPRESSION] [--histories N] [-- ARGUMENT...]

Builds and runs every test, and beside them a minute of chaos, which counts as one (not with --filter). The last line is
'N passed, N failed'. An assembly that crashes or runs nothing is a failure. Storage tests run against an S3 server that is not
RelayKit's own too: s3rver, from npm; Node.js and npm are found, else installed by apt.

Options:
  --filter EXPRESSION   only tests that match, as 'dotnet test --filter' has it
  --histories N         histories per property test
  -- ARGUMENT...        passed on to 'dotnet test'

Environment:
  RELAYKIT_HISTORIES          the same as --histories
  RELAYKIT_HISTORY_SEED       play this one history of the simulation (SimulationTests) and tell its story
  RELAYKIT_TEST_HANG_TIMEOUT  how long one test may take before it counts as hung (10m; 120m with --histories)
TEXT
  help_postgres
  help_exit_codes
}

help_bench() {
  cat <<'TEXT'
usage: ./relaykit bench [NAME] [OPTION...]

Builds and runs a benchmark on a database of its own, prints its figures and says which of those that have to be reached are.
NAME is 'webhooks' unless given:

  webhooks   durable webhooks per second and their latency, beside an endpoint that only verifies and beside other designs
  api        token mints, usage and rooms per second, beside a bare endpoint
  rooms      memory of a live room, and the time until all rooms answer after the only silo was killed
  cluster    webhooks for a second of processor time, with one silo and with two
  limits     how exact a rate limit is over two Apis, what it costs, and a neighbour at 100 times its limit
  signins    the p99 of minting tokens beside a flood of sign-ins
  keys       how long a revoked API key is let in at two Apis under load, and what looking keys up costs
  outbox     messages per second out of the outbox, and how soon each is first tried
  overload   twice the webhooks that a silo can take, for a minute, and how soon it is as before
  tenants    memory and latency with 100,000 tenants of whom 1 % are active, against 1,000
  retention  dropping a month of ten million rows while others write: its time, and the longest write
  reads      a month's usage and pages of sessions of a tenant with ten million participant sessions
  all        all of these, one after the other: about half an hour

  --seconds N            how long each load is measured (10)
  --connections N        connections of the larger loads (256)
  --live-rooms N         live rooms of 'rooms' (20000)
  --overload-seconds N   how long 'overload' offers too much (60)
  --tenants N            tenants of 'tenants' (100000)
  --sessions N           participant sessions in the history of 'reads' (10000000, about 4 GB)
  --brief                only the first loads of 'webhooks': for a look after each change of the code
  --json FILE            also writes the figures to FILE

Environment:
TEXT
  help_ports
  help_postgres
  help_exit_codes
}

help_audit() {
  cat <<'TEXT'
usage: ./relaykit audit [--tenant TENANT] [--findings N] [--repair]

Recomputes the laws of metering from the rows of a live database, tenant by tenant, and says what differs. Silos may run
meanwhile. The database is the one that RelayKit__Postgres names, else that of .relaykit/dev.json, started if it is at rest.

Options:
  --tenant TENANT   only this tenant (ten_...)
  --findings N      how many violations are shown (20); all are counted
  --repair          rebuild what is derived where it is wrong, and say each row, before and after: the hourly roll-ups, and
                    event counters that stand too low. Sessions and events are never changed

Environment:
TEXT
  help_postgres
  cat <<'TEXT'

Exit codes:
  0    every law holds; with --repair: after it
  1    something differs; with --repair: still
  2    it could not look, or wrong usage; the message says why
  130  interrupted (Ctrl-C); 143 ended by SIGTERM
TEXT
}

help_chaos() {
  cat <<'TEXT'
usage: ./relaykit chaos [--minutes N] [--seed S] [--silos K] [OPTION...]

Bad weather over real processes: people come and go in many tenants' rooms while webhooks are lost, repeated, late and out of
order, silos and the API are killed and hang, PostgreSQL is killed by SIGKILL, LiveKit dies, moves rooms, is slow or away, and
its clocks differ. Then the dust settles, and the ledger is held against what the simulator knows to be true, the meters
against the ledger, and the audit runs. PostgreSQL and all ports are the run's own. The same seed plays the same story; which
of its steps meet in the same millisecond is the machine's to choose.

Options:
  --minutes N              how long the storm lasts (1)
  --seed S                 what follows from chance follows from it (1)
  --silos K                silos (2)
  --only PART[,PART...]    only this bad weather: silos, postgres, livekit, clocks, webhooks, none
  --tenants N              tenants (8)
  --rooms N                rooms of each tenant (6)
  --events-per-second N    what people in the rooms do (30)

Environment:
  RELAYKIT_POSTGRES_BIN    folder with initdb, postgres and psql (the newest found on the machine)
  RELAYKIT_NO_INSTALL      set: never install by apt

Exit codes:
  0    the ledger is right, and the audit finds nothing
  1    something differs: the seed, the first differences and where the evidence is are printed
  2    it could not run, or wrong usage; the message says why
  130  interrupted (Ctrl-C); 143 ended by SIGTERM
TEXT
}

help_down() {
  cat <<'TEXT'
usage: ./relaykit down

Stops whatever runs in this clone: a detached or forgotten 'up', and what a killed 'up', 'demo', 'test' or 'bench' left.
Data and keys stay. No process is signalled that this clone did not start.
TEXT
  help_exit_codes
}

help_reset() {
  cat <<'TEXT'
usage: ./relaykit reset [--yes]

Stops what runs, then removes .relaykit with its database, keys and logs. Asks first.

Options:
  --yes   do not ask (needed without a terminal)
TEXT
  help_exit_codes
}
