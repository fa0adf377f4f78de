#!/usr/bin/env bash
# Measures Ironbook beside its floor and writes the table into docs/performance.md.
#   run.sh [--repeats 5] [--seconds 3] [--only server|page] [--growth] [--dry]
# Builds the floor and the load generator; `make bench` builds the server first.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$(realpath "${CARGO_TARGET_DIR:-target}")
tools=${XDG_CACHE_HOME:-$HOME/.cache}/ironbook/tools

cargo build --release -p server --example bench
if ! command -v oha >/dev/null && [ ! -x "$tools/bin/oha" ] && [ -z "${IRONBOOK_BENCH_OWN_LOAD:-}" ]; then
  echo "bench: building oha, the load generator, once (some minutes; IRONBOOK_BENCH_OWN_LOAD=1 does without)"
  CARGO_TARGET_DIR=$tools/target cargo install oha --locked --root "$tools" --no-default-features --features rustls
  rm -rf "$tools/target"
fi
export PATH=$tools/bin:$PATH
export IRONBOOK_BIN=${IRONBOOK_BIN:-$target/release/ironbook} BENCH_BIN=${BENCH_BIN:-$target/release/examples/bench}
exec node end2end/bench/run.mjs "$@"
