#!/usr/bin/env bash
# How long a newcomer waits: from a clone of HEAD to the first page, with nothing built before, and again after an edit.
#   fresh.sh [--keep]     takes some twenty minutes; --keep leaves the folder
# Packages that were downloaded before (cargo's, npm's) are used; everything is compiled anew.
set -euo pipefail
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
keep=${1:-}
folder=$(mktemp -d "${TMPDIR:-/tmp}/ironbook-fresh.XXXXXX")
server=
stop() {
  # With everything it started: `make dev` has children.
  [ -z "$server" ] || kill -- "-$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=
}
cleanup() {
  stop
  if [ "$keep" = --keep ]; then echo "fresh: everything is in $folder"; else rm -rf "$folder"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

free_port() {
  local port
  while port=$((20000 + RANDOM % 30000)); do
    (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo $port; return; }
  done
}

# Seconds since a moment, with one decimal.
since() { awk -v from="$1" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }'; }

# Waits until the sign-in page says something.
says() {
  until curl --silent --fail --max-time 5 "http://$IRONBOOK_ADDR/login" 2>/dev/null | grep -qF "$1"; do
    kill -0 "$server" 2>/dev/null || { tail -n 40 "$folder/log" >&2; exit 1; }
    sleep 0.1
  done
}

# A group of its own for what runs in the background.
set -m
export CARGO_TARGET_DIR=$folder/target IRONBOOK_DATA=$folder/data
IRONBOOK_ADDR=127.0.0.1:$(free_port)
export IRONBOOK_ADDR
unset IRONBOOK_BIN DATABASE_URL

start=$(date +%s.%N)
git clone --quiet "$repository" "$folder/clone"
cd "$folder/clone"
echo "fresh: building $(git rev-parse --short HEAD) in $folder"
make build >"$folder/log" 2>&1 || { tail -n 40 "$folder/log" >&2; exit 1; }
"$CARGO_TARGET_DIR/release/ironbook" serve --demo >"$folder/log" 2>&1 &
server=$!
says 'Sign in'
echo "from clone to first page, make build: $(since "$start") s"
stop

start=$(date +%s.%N)
make dev >"$folder/log" 2>&1 &
server=$!
says 'Sign in'
echo "the first make dev: $(since "$start") s"
sleep 5

# A few words of one page, as somebody who tries out a change would edit them.
page=app/src/auth/sign_in.rs
sed -i 's/"Keep me signed in"/"Keep me signed in here"/' "$page"
if git diff --quiet; then
  echo "fresh: $page does not hold the words this edits" >&2
  exit 1
fi
start=$(date +%s.%N)
says 'Keep me signed in here'
echo "after an edit, make dev: $(since "$start") s"
