// The C ABI between the TorchSharp stand-in and libtorch. Every operator goes through one function, ts_call, which asks
// libtorch's own dispatcher by name: so the shim is small, and the same source serves every libtorch since 1.13.
//
// A tensor's handle is an at::Tensor on the heap. A function that can fail returns a negative number (or a null pointer)
// and leaves its message for ts_last_error on the same thread. No exception crosses the boundary.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include <ATen/core/Tensor.h>

#define TS_EXPORT extern "C" __attribute__((visibility("default")))

namespace shim {

// Must agree with NativeValueKind.cs.
enum class Kind : int32_t {
    None = 0,
    Default = 1,      // the schema's own default
    Tensor = 2,       // bits: handle
    Int = 3,          // bits: the number; also ScalarType, Layout and Reduction
    Double = 4,       // bits: the number's bits
    Bool = 5,         // bits: 0 or 1
    IntList = 6,      // bits: pointer to int64_t, count of them
    TensorList = 7,   // bits: pointer to handles, count of them
    OptionalTensorList = 8, // as TensorList; a null handle is an absent tensor
    Text = 9,         // bits: pointer to UTF-8, count of bytes
    Device = 10,      // bits: type << 8 | (index + 1)
    Generator = 11,   // bits: at::Generator*
};

// Must agree with NativeValue.cs.
struct Value {
    Kind kind;
    int32_t count;
    int64_t bits;
};

void set_error(const char* message);
const char* last_error();

// Runs body and turns what it throws into a message and the given result.
template <typename Result, typename Body>
Result guarded(Result failure, Body body) noexcept {
    try {
        return body();
    } catch (const c10::Error& error) {
        set_error(error.what_without_backtrace());
    } catch (const std::exception& error) {
        set_error(error.what());
    } catch (...) {
        set_error("libtorch threw something that is not an exception.");
    }
    return failure;
}

inline at::Tensor* to_handle(at::Tensor tensor) {
    return tensor.defined() ? new at::Tensor(std::move(tensor)) : nullptr;
}

inline c10::Device to_device(int64_t bits) {
    return c10::Device(static_cast<c10::DeviceType>(bits >> 8), static_cast<c10::DeviceIndex>((bits & 0xff) - 1));
}

} // namespace shim
