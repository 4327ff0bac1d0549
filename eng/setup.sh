#!/usr/bin/env bash
# Finds out, once, whether the registry has the official packages, and prepares the stand-ins where it has not.
# Sourced by run.sh and test.sh. PACKAGES=official or PACKAGES=standin skips the question.
# The answer is kept in artifacts/packages.props, which every project reads; delete that file to ask again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
answer=$root/artifacts/packages.props

say() { printf '%s\n' "$*" >&2; }

# Restores a project that references nothing but the official packages. 0: they are there. 1: the registry lacks one, or
# has it in other versions only (NU1102, NU1603).
official_packages_exist() {
    local folder log
    folder=$(mktemp -d "$root/artifacts/probe.XXXXXX")
    log=$folder/restore.log
    cat > "$folder/probe.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" />
    <PackageReference Include="Microsoft.ML.AutoML" />
    <PackageReference Include="Microsoft.ML.Tokenizers" />
    <PackageReference Include="Microsoft.ML.OnnxRuntime.Gpu" />
    <PackageReference Include="TorchSharp" />
  </ItemGroup>
</Project>
PROJECT
    local result=0
    PACKAGES=official ArtifactsPath="$folder" dotnet restore "$folder/probe.csproj" > "$log" 2>&1 || result=$?
    if [ $result -ne 0 ] && ! grep -qE 'NU110[123]|NU1603' "$log"; then
        say "The package registry could not be asked:"
        cat "$log" >&2
        say "Fix the connection, or choose with PACKAGES=official or PACKAGES=standin."
        rm -rf "$folder"
        exit 1
    fi
    rm -rf "$folder"
    return $result
}

mkdir -p "$root/artifacts"
if [ -n "${PACKAGES:-}" ]; then
    case $PACKAGES in
        official|standin) ;;
        *) say "PACKAGES is '$PACKAGES'. It must be 'official' or 'standin'."; exit 2 ;;
    esac
    say "Packages: $PACKAGES (PACKAGES says so)."
elif [ -f "$answer" ]; then
    PACKAGES=$(sed -n 's:.*<Packages [^>]*>\([a-z]*\)</Packages>.*:\1:p' "$answer")
    say "Packages: $PACKAGES (found out earlier; delete artifacts/packages.props to ask again)."
else
    say "Asking the package registry for the official packages, once..."
    if official_packages_exist; then
        PACKAGES=official
        say "Packages: official."
    else
        PACKAGES=standin
        say "Packages: stand-ins, because the registry lacks an official one (eng/standins/README.md says what they are)."
    fi
    cat > "$answer.new" <<PROPS
<Project>
  <PropertyGroup>
    <Packages Condition="'\$(Packages)' == ''">$PACKAGES</Packages>
  </PropertyGroup>
</Project>
PROPS
    mv "$answer.new" "$answer"
fi
export PACKAGES

if [ "$PACKAGES" = standin ]; then
    "$root/eng/standins/Microsoft.ML.OnnxRuntime/prepare.sh"
    "$root/eng/standins/TorchSharp/prepare.sh"
    # Debian's libtorch runs on OpenMP and the C library's allocator. Threads that spin while they wait take the cores from
    # ONNX Runtime and from .NET, and an allocator that returns every large tensor's memory spends its time on page faults.
    export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
    export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-268435456}
    export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-268435456}
fi
