// What a tensor is and where its data lies; gradients; random numbers; threads; devices.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/autograd/autograd.h>

namespace {

torch::autograd::variable_list to_list(at::Tensor* const* handles, int32_t count) {
    torch::autograd::variable_list list;
    list.reserve(count);
    for (int32_t i = 0; i < count; i++)
        list.push_back(handles[i] ? *handles[i] : at::Tensor());
    return list;
}

} // namespace

TS_EXPORT void ts_dispose(at::Tensor* tensor) {
    delete tensor;
}

// Another handle of the same tensor.
TS_EXPORT at::Tensor* ts_share(const at::Tensor* tensor) {
    return new at::Tensor(*tensor);
}

TS_EXPORT int64_t ts_dimensions(const at::Tensor* tensor) {
    return tensor->dim();
}

TS_EXPORT int64_t ts_elements(const at::Tensor* tensor) {
    return tensor->numel();
}

TS_EXPORT int32_t ts_type(const at::Tensor* tensor) {
    return static_cast<int32_t>(tensor->scalar_type());
}

TS_EXPORT int64_t ts_element_size(const at::Tensor* tensor) {
    return static_cast<int64_t>(tensor->element_size());
}

TS_EXPORT void ts_sizes(const at::Tensor* tensor, int64_t* sizes) {
    std::copy(tensor->sizes().begin(), tensor->sizes().end(), sizes);
}

TS_EXPORT int32_t ts_strides(const at::Tensor* tensor, int64_t* strides) {
    return shim::guarded(-1, [&] {
        std::copy(tensor->strides().begin(), tensor->strides().end(), strides);
        return 0;
    });
}

TS_EXPORT int64_t ts_storage_offset(const at::Tensor* tensor) {
    return tensor->storage_offset();
}

TS_EXPORT int64_t ts_device(const at::Tensor* tensor) {
    c10::Device device = tensor->device();
    return static_cast<int64_t>(device.type()) << 8 | (device.index() + 1);
}

TS_EXPORT int32_t ts_is_contiguous(const at::Tensor* tensor) {
    return tensor->is_contiguous();
}

TS_EXPORT int32_t ts_is_sparse(const at::Tensor* tensor) {
    return tensor->is_sparse();
}

TS_EXPORT void* ts_data(const at::Tensor* tensor) {
    return shim::guarded(static_cast<void*>(nullptr), [&] { return tensor->data_ptr(); });
}

// A tensor over memory of the caller, who gets `release(context)` when libtorch no longer needs it.
TS_EXPORT at::Tensor* ts_from_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t type, void* context, void (*release)(void*)) {
    return shim::guarded(static_cast<at::Tensor*>(nullptr), [&] {
        auto deleter = [context, release](void*) { release(context); };
        auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(type));
        return shim::to_handle(at::from_blob(data, c10::IntArrayRef(sizes, dimensions), deleter, options));
    });
}

TS_EXPORT int32_t ts_requires_grad(const at::Tensor* tensor) {
    return tensor->requires_grad();
}

TS_EXPORT int32_t ts_set_requires_grad(const at::Tensor* tensor, int32_t value) {
    return shim::guarded(-1, [&] {
        tensor->set_requires_grad(value != 0);
        return 0;
    });
}

TS_EXPORT int32_t ts_is_leaf(const at::Tensor* tensor) {
    return tensor->is_leaf();
}

TS_EXPORT int32_t ts_retain_grad(const at::Tensor* tensor) {
    return shim::guarded(-1, [&] {
        tensor->retain_grad();
        return 0;
    });
}

// Null without a gradient.
TS_EXPORT at::Tensor* ts_grad(const at::Tensor* tensor) {
    return shim::to_handle(tensor->grad());
}

TS_EXPORT int32_t ts_set_grad(const at::Tensor* tensor, const at::Tensor* gradient) {
    return shim::guarded(-1, [&] {
        tensor->mutable_grad() = gradient ? *gradient : at::Tensor();
        return 0;
    });
}

// `gradients` may be null.
TS_EXPORT int32_t ts_backward(at::Tensor* const* tensors, int32_t count, at::Tensor* const* gradients, int32_t gradient_count,
                              int32_t retain_graph, int32_t create_graph, at::Tensor* const* inputs, int32_t input_count) {
    return shim::guarded(-1, [&] {
        torch::autograd::backward(to_list(tensors, count), to_list(gradients, gradient_count), retain_graph != 0,
                                  create_graph != 0, to_list(inputs, input_count));
        return 0;
    });
}

// Writes one new handle for each input; null for an input without influence, if allowed.
TS_EXPORT int32_t ts_gradients(at::Tensor* const* outputs, int32_t count, at::Tensor* const* inputs, int32_t input_count,
                               at::Tensor* const* gradients, int32_t gradient_count, int32_t retain_graph, int32_t create_graph,
                               int32_t allow_unused, at::Tensor** results) {
    return shim::guarded(-1, [&] {
        auto list = torch::autograd::grad(to_list(outputs, count), to_list(inputs, input_count), to_list(gradients, gradient_count),
                                          retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < list.size(); i++)
            results[i] = shim::to_handle(std::move(list[i]));
        return 0;
    });
}

TS_EXPORT int32_t ts_grad_mode() {
    return c10::GradMode::is_enabled();
}

TS_EXPORT void ts_set_grad_mode(int32_t enabled) {
    c10::GradMode::set_enabled(enabled != 0);
}

TS_EXPORT int32_t ts_inference_mode() {
    return c10::InferenceMode::is_enabled();
}

TS_EXPORT void* ts_enter_inference_mode(int32_t enabled) {
    return new c10::InferenceMode(enabled != 0);
}

TS_EXPORT void ts_leave_inference_mode(void* guard) {
    delete static_cast<c10::InferenceMode*>(guard);
}

TS_EXPORT void ts_set_threads(int32_t count) {
    at::set_num_threads(count);
}

TS_EXPORT int32_t ts_threads() {
    return at::get_num_threads();
}

TS_EXPORT int32_t ts_set_interop_threads(int32_t count) {
    return shim::guarded(-1, [&] {
        at::set_num_interop_threads(count);
        return 0;
    });
}

TS_EXPORT int32_t ts_interop_threads() {
    return at::get_num_interop_threads();
}

TS_EXPORT int32_t ts_cuda_is_available() {
    return shim::guarded(0, [] { return static_cast<int32_t>(torch::cuda::is_available()); });
}

TS_EXPORT int32_t ts_cudnn_is_available() {
    return shim::guarded(0, [] { return static_cast<int32_t>(torch::cuda::cudnn_is_available()); });
}

TS_EXPORT int32_t ts_cuda_count() {
    return shim::guarded(0, [] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

TS_EXPORT int32_t ts_cuda_seed(int64_t seed, int32_t all) {
    return shim::guarded(-1, [&] {
        if (all)
            torch::cuda::manual_seed_all(static_cast<uint64_t>(seed));
        else
            torch::cuda::manual_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}

TS_EXPORT int32_t ts_cuda_synchronize(int64_t index) {
    return shim::guarded(-1, [&] {
        torch::cuda::synchronize(index);
        return 0;
    });
}

// Seeds the default generators of all devices.
TS_EXPORT int32_t ts_seed(int64_t seed) {
    return shim::guarded(-1, [&] {
        at::manual_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}

TS_EXPORT at::Generator* ts_default_generator() {
    return shim::guarded(static_cast<at::Generator*>(nullptr), [] {
        return new at::Generator(at::globalContext().defaultGenerator(c10::Device(c10::kCPU)));
    });
}

// A generator of its own. A copy of the device's default one, because that is to be had for every kind of device alike.
TS_EXPORT at::Generator* ts_new_generator(int64_t seed, int64_t device) {
    return shim::guarded(static_cast<at::Generator*>(nullptr), [&] {
        at::Generator generator = at::globalContext().defaultGenerator(shim::to_device(device)).clone();
        generator.set_current_seed(static_cast<uint64_t>(seed));
        return new at::Generator(std::move(generator));
    });
}

TS_EXPORT void ts_dispose_generator(at::Generator* generator) {
    delete generator;
}

TS_EXPORT int32_t ts_generator_seed(at::Generator* generator, int64_t seed) {
    return shim::guarded(-1, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_current_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}

TS_EXPORT int64_t ts_generator_initial_seed(at::Generator* generator) {
    return static_cast<int64_t>(generator->current_seed());
}

TS_EXPORT at::Tensor* ts_generator_state(at::Generator* generator) {
    return shim::guarded(static_cast<at::Tensor*>(nullptr), [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        return shim::to_handle(generator->get_state());
    });
}

TS_EXPORT int32_t ts_set_generator_state(at::Generator* generator, const at::Tensor* state) {
    return shim::guarded(-1, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_state(*state);
        return 0;
    });
}
