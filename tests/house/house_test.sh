#!/usr/bin/env bash
# The scripts of the house, tried on a scratch copy with programs that pretend. Nothing is built.
# shellcheck disable=SC2016  # what the pretended programs say is expanded in them
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# pretend NAME COMMANDS: a program that goes before the real one.
pretend() {
  printf '#!/bin/bash\n%s\n' "$2" >"$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}

# expect TITLE EXIT-CODE PATTERN COMMAND...: the exit code, and a pattern in the output.
expect() {
  local title=$1 code=$2 pattern=$3 output status=0
  shift 3
  output=$(PATH="$scratch/bin:$PATH" "$@" 2>&1 </dev/null) || status=$?
  if ((status == code)) && grep -q -e "$pattern" <<<"$output"; then
    ((passed += 1))
  else
    ((failed += 1))
    printf 'FAILED: %s: exit code %d, wanted %d and "%s" in:\n%s\n' \
      "$title" "$status" "$code" "$pattern" "$output"
  fi
}

# A command that prints DIGEST, in place of each build's.
pretend_builds() {
  local preset
  for preset in dev release clang; do
    mkdir -p "$scratch/build/$preset"
    printf '#!/bin/bash\necho %s\n' "$1" >"$scratch/build/$preset/rehearse"
    chmod +x "$scratch/build/$preset/rehearse"
  done
}

mkdir -p "$scratch/bin" "$scratch/.ci"
cp "$root/dev" "$scratch/dev"
cp "$root/.ci/run" "$scratch/.ci/run"
dev=$scratch/dev
ci=(bash "$scratch/.ci/run")

expect "help lists the commands" 0 '^  check PRESET' "$dev" help
expect "an unknown command is refused" 2 'no command biuld' "$dev" biuld
expect "an unknown preset is refused with those there are" 2 'no preset debug.*asan-ubsan' \
  "$dev" check debug

pretend dpkg-query '[[ ${*: -1} == ccache || ${*: -1} == clang-19 ]] || echo -n installed'
pretend id 'echo 1000'
pretend sudo 'exit 1'
expect "an ordinary user is told what is missing" 2 'missing packages: ccache$' "$dev" build
expect "and how to get it" 2 'sudo apt-get install .* ccache$' "$dev" build
expect "a preset adds its own packages" 2 'missing packages: ccache clang-19$' "$dev" check clang

pretend id 'echo 0'
pretend apt-get 'echo "no network for $*"; exit 100'
expect "root installs, and a failure is shown" 100 'no network for -q -y update' "$dev" build
expect "the command that failed is named" 100 'failed with exit code 100: env .*apt-get' \
  "$dev" build

pretend dpkg-query 'echo -n installed'
pretend cmake '[[ $1 == --build ]] && echo "error: no such variable" && exit 7; exit 0'
expect "a build that fails ends with its exit code" 7 'failed with exit code 7: cmake --build' \
  "$dev" build
expect "and with its message" 7 'error: no such variable' "$dev" build

pretend_builds 0123456789abcdef
expect "equal digests pass" 0 '^stages: 1 passed, 0 failed$' "${ci[@]}" digest
printf '#!/bin/bash\n[[ $* == *"--jobs 2"* ]] && echo ffffffffffffffff || echo 0123456789abcdef\n' \
  >"$scratch/build/release/rehearse"
expect "a digest that differs fails" 1 'the runs differ' "${ci[@]}" digest
expect "and is counted" 1 '^stages: 0 passed, 1 failed$' "${ci[@]}" digest
pretend_builds 'usage: rehearse'
expect "a text is no digest" 1 'not a digest' "${ci[@]}" digest
rm "$scratch/build/dev/rehearse"
expect "a command that is not there fails" 1 '^FAILED  digest' "${ci[@]}" digest
pretend_builds 0123456789abcdef
expect "what failed before does not end the others" 1 '^stages: 1 passed, 1 failed$' \
  "${ci[@]}" bench digest

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
