#!/usr/bin/env bash
# Runs the report classification sample: ./run.sh --help. Sets up what is missing first.
set -euo pipefail
cd "$(dirname "$0")"
source eng/setup.sh
dotnet build samples/ReportClassification --configuration Release --verbosity quiet --nologo
exec dotnet run --project samples/ReportClassification --configuration Release --no-build -- "$@"
