#!/usr/bin/env bash
# Builds everything and runs every test. Sets up what is missing first.
# Further arguments go to `dotnet test`, for example: ./test.sh --filter FullyQualifiedName~Tokenization
set -euo pipefail
cd "$(dirname "$0")"
source eng/setup.sh
dotnet build MLNet.LlmExtensions.sln --configuration Release --verbosity quiet --nologo

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test MLNet.LlmExtensions.sln --configuration Release --no-build --nologo "$@" | tee "$log" || status=$?

# One line for all assemblies together; each closes with "... Failed: F, Passed: P, Skipped: S, ...".
awk -v status="$status" '
    match($0, /Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+/) {
        split(substr($0, RSTART, RLENGTH), n, /[^0-9]+/)
        failed += n[2]; passed += n[3]; skipped += n[4]
    }
    END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$log"
exit "$status"
