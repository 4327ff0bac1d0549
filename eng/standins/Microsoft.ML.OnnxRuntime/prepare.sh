#!/usr/bin/env bash
# Brings the real ONNX Runtime from npm packages: its managed API as C# source and its native libraries.
# All of one version; nothing of the packages is run. Quick when everything is there.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
target=$root/artifacts/onnxruntime
managed=com.github.asus4.onnxruntime@0.4.9
native=onnxruntime-node@1.29.0
cuda=com.github.asus4.onnxruntime.linux-x64-gpu@0.4.9

say() { printf '%s\n' "$*" >&2; }

# The CUDA provider is a large download that only a machine with an NVIDIA device can use.
want_cuda=no
if [ -e /dev/nvidiactl ] || command -v nvidia-smi > /dev/null 2>&1; then want_cuda=yes; fi

stamp="$managed $native"
if [ $want_cuda = yes ]; then stamp="$stamp $cuda"; fi
if [ "$(cat "$target/stamp" 2> /dev/null)" = "$stamp" ]; then exit 0; fi

if [ "$(uname -sm)" != "Linux x86_64" ]; then
    say "The ONNX Runtime stand-in is prepared for Linux on x86-64 only; this is $(uname -sm). Use PACKAGES=official."
    exit 1
fi
command -v npm > /dev/null || { say "npm is needed to bring ONNX Runtime. Install Node.js, or use PACKAGES=official."; exit 1; }

scratch=$(mktemp -d "$root/artifacts/npm.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# unpack PACKAGE PATH...: downloads a package and unpacks only these paths, to $scratch/package
unpack() {
    local package=$1 file
    shift
    say "Downloading $package..."
    file=$(cd "$scratch" && npm pack "$package" --ignore-scripts --silent | tail -n 1)
    tar -xzf "$scratch/$file" -C "$scratch" --wildcards "$@"
    rm "$scratch/$file"
}

mkdir -p "$scratch/result/managed" "$scratch/result/native"
unpack "$managed" 'package/Runtime/*.cs'
cp -r "$scratch/package/Runtime/." "$scratch/result/managed/"
unpack "$native" package/bin/napi-v6/linux/x64/libonnxruntime.so.1
cp "$scratch/package/bin/napi-v6/linux/x64/libonnxruntime.so.1" "$scratch/result/native/libonnxruntime.so"
if [ $want_cuda = yes ]; then
    unpack "$cuda" 'package/*libonnxruntime_providers_*.so'
    find "$scratch/package" -name 'libonnxruntime_providers_*.so' ! -name '*tensorrt*' -exec cp {} "$scratch/result/native/" \;
fi
printf '%s' "$stamp" > "$scratch/result/stamp"

rm -rf "$target"
mv "$scratch/result" "$target"
say "ONNX Runtime is in artifacts/onnxruntime."
