#!/usr/bin/env bash
# Packs the libraries against the official packages, then builds and runs a program that knows only the packed packages.
# Needs the official packages: a registry that has them, or a folder named in RestoreAdditionalProjectSources.
set -euo pipefail
cd "$(dirname "$0")/.."
export PACKAGES=official

rm -rf artifacts/packages
for project in src/*/*.csproj; do
    dotnet pack "$project" --configuration Release --output artifacts/packages --verbosity quiet --nologo
done

# NuGet would take an earlier build of the same version from its cache.
cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
rm -rf "$cache"/mlnet.llmextensions*
dotnet run --project tests/PackageConsumer --configuration Release -- "${1:-models/report-encoder-small}"
