#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests, on a free loopback port, in a folder of its own.
#   postgres.sh available         whether PostgreSQL is on this machine
#   postgres.sh start FOLDER      starts one there and prints its URL
#   postgres.sh stop FOLDER       stops it and removes the folder
#   postgres.sh run COMMAND...    runs a command with IRONBOOK_TEST_PG set, then stops it
set -euo pipefail

bin() {
  local found
  found=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1) || true
  [ -n "$found" ] && dirname "$(readlink -f "$found")"
}

# PostgreSQL refuses to run as root, so root lends it to the package's own user.
as_user() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 30000)); do
    if ! (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo $port
      return
    fi
  done
}

start() {
  local folder=$1 port attempt
  mkdir -p "$folder"
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
  chmod 700 "$folder"
  cd "$folder"
  as_user "$bin/initdb" --pgdata="$folder/data" --username=ironbook --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || {
    cat "$folder/initdb.log" >&2
    return 1
  }
  # What tests hold may be lost; speed is what counts. The bench asks for durability instead.
  local options=${IRONBOOK_PG_OPTIONS:--c fsync=off -c synchronous_commit=off -c full_page_writes=off}
  for attempt in 1 2 3; do
    port=$(free_port)
    if as_user "$bin/pg_ctl" start --wait --silent --pgdata="$folder/data" --log="$folder/log" --options="-h 127.0.0.1 -p $port -k '' $options -c max_connections=200" >/dev/null 2>&1; then
      echo "postgres://ironbook@127.0.0.1:$port/postgres"
      return
    fi
  done
  cat "$folder/log" >&2
  return 1
}

stop() {
  local folder=$1
  cd /
  as_user "$bin/pg_ctl" stop --mode=immediate --silent --pgdata="$folder/data" >/dev/null 2>&1 || true
  rm -rf "$folder"
}

case ${1:-} in
available)
  [ -n "$(bin)" ]
  ;;
start)
  bin=$(bin)
  start "$(realpath -m "$2")"
  ;;
stop)
  bin=$(bin)
  stop "$(realpath -m "$2")"
  ;;
run)
  shift
  bin=$(bin)
  folder=$(mktemp -d "${TMPDIR:-/tmp}/ironbook-postgres.XXXXXX")
  trap 'stop "$folder"' EXIT
  trap 'exit 130' INT TERM
  IRONBOOK_TEST_PG=$(start "$folder")
  export IRONBOOK_TEST_PG
  "$@"
  ;;
*)
  sed -n '2,6p' "$0" >&2
  exit 2
  ;;
esac
