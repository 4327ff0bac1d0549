#!/usr/bin/env bash
# Compiles the shim over the system's libtorch, and installs what that needs where it is missing (Debian, Ubuntu; as root).
# Quick when everything is there. Environment: TORCH_HOME, a folder with another libtorch's include/ and lib/ (with CUDA,
# for example, as the archive from pytorch.org has it).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
target=$root/artifacts/torchsharp
library=libTorchSharpStandIn.so

say() { printf '%s\n' "$*" >&2; }

# The system's libtorch is in the compiler's own paths.
include=/usr/include
flags=()
if [ -n "${TORCH_HOME:-}" ]; then
    include=$TORCH_HOME/include
    flags=(-isystem "$include" -L"$TORCH_HOME/lib" -Wl,-rpath,"$TORCH_HOME/lib")
    # Archives of libtorch before 2.7 come in two kinds.
    if grep -qs 'GLIBCXX_USE_CXX11_ABI=0' "$TORCH_HOME/share/cmake/Torch/TorchConfig.cmake"; then flags+=(-D_GLIBCXX_USE_CXX11_ABI=0); fi
fi
flags+=(-isystem "$include/torch/csrc/api/include")

# Whether libtorch calls a fast BLAS. Debian's takes whatever libblas.so.3 is, and the reference BLAS that comes with it
# is more than ten times slower.
has_fast_blas() {
    [ -n "${TORCH_HOME:-}" ] && return 0
    case $(readlink -f "$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p | sed -n 's/.*libblas\.so\.3 .*=> //p' | head -n 1)" || true) in
        *openblas*|*blis*|*mkl*) return 0 ;;
        *) return 1 ;;
    esac
}

missing=()
command -v g++ > /dev/null || missing+=(g++)
[ -f "$include/ATen/ATen.h" ] || missing+=(libtorch-dev)
has_fast_blas || missing+=(libopenblas0-openmp)

if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get > /dev/null || [ "$(id -u)" != 0 ]; then
        say "The TorchSharp stand-in needs ${missing[*]} (names of Debian packages). Install them as root: apt-get install ${missing[*]}"
        say "Or set TORCH_HOME to the folder of a libtorch, or use PACKAGES=official."
        exit 1
    fi
    say "Installing ${missing[*]}..."
    install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null; }
    install 2> /dev/null || { apt-get update -qq && install; }
fi

# Newer versions keep the numbers in another file.
numbers=$include/torch/headeronly/version.h
[ -f "$numbers" ] || numbers=$include/torch/csrc/api/include/torch/version.h
version=$(awk '/define TORCH_VERSION_(MAJOR|MINOR|PATCH)/ { printf "%s%s", dot, $3; dot = "." }' "$numbers")
if [ "$(printf '%s\n' 1.13 "$version" | sort -V | head -n 1)" != 1.13 ]; then
    say "This is libtorch $version; the TorchSharp stand-in needs 1.13 or newer. Set TORCH_HOME to the folder of one, or use PACKAGES=official."
    exit 1
fi

stamp="libtorch $version at $include, $(cat "$here"/native/* "$here/prepare.sh" | sha256sum | cut -c 1-64)"
if [ "$(cat "$target/stamp" 2> /dev/null)" = "$stamp" ] && [ -f "$target/$library" ]; then exit 0; fi

# One core for each file.
say "Compiling the shim over libtorch $version..."
mkdir -p "$root/artifacts"
scratch=$(mktemp -d "$root/artifacts/shim.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
pids=()
for source in "$here"/native/*.cpp; do
    g++ -std=c++17 -O1 -fPIC -fvisibility=hidden -Wall -Werror "${flags[@]}" \
        -c "$source" -o "$scratch/$(basename "$source" .cpp).o" &
    pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done
# libtorch.so brings the CUDA part along, though nothing here calls into it.
g++ -shared "$scratch"/*.o "${flags[@]}" -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10 -o "$scratch/$library"
rm "$scratch"/*.o

printf '%s' "$stamp" > "$scratch/stamp"
rm -rf "$target"
mv "$scratch" "$target"
trap - EXIT
chmod 755 "$target"
