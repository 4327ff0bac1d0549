// Functions of autograd whose gradient is .NET code.
#include "shim.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

namespace {

using torch::autograd::variable_list;

// Takes over the handles in `gradients`, writes new ones to `results` (null: none), returns a negative number and leaves a
// message if it fails. `node` is for ts_unpack, during this call.
using Backward = int32_t (*)(void* context, void* node, at::Tensor** gradients, int32_t count, at::Tensor** results, int32_t result_count);
using Release = void (*)(void* context);

struct ManagedNode final : torch::autograd::Node {
    ManagedNode(void* context, Backward backward, Release release) : context(context), backward(backward), release(release) {}

    ~ManagedNode() override {
        release(context);
    }

    variable_list apply(variable_list&& gradients) override {
        std::vector<at::Tensor*> given;
        for (at::Tensor& gradient : gradients)
            given.push_back(shim::to_handle(std::move(gradient)));

        std::vector<at::Tensor*> results(num_outputs());
        std::shared_ptr<torch::autograd::Node> self = shared_from_this();
        int32_t status = backward(context, &self, given.data(), static_cast<int32_t>(given.size()), results.data(),
                                  static_cast<int32_t>(results.size()));
        if (status < 0)
            throw std::runtime_error(shim::last_error());

        variable_list list;
        for (at::Tensor* result : results) {
            list.push_back(result ? std::move(*result) : at::Tensor());
            delete result;
        }
        return list;
    }

    void* context;
    Backward backward;
    Release release;
};

} // namespace

TS_EXPORT void ts_set_error(const char* message) {
    shim::set_error(message);
}

// A function of these inputs. The caller owns the returned pointer, and through it `context` until `release`.
TS_EXPORT std::shared_ptr<torch::autograd::Node>* ts_new_function(void* context, Backward backward, Release release,
                                                                 at::Tensor* const* inputs, int32_t count) {
    using Pointer = std::shared_ptr<torch::autograd::Node>*;
    return shim::guarded(Pointer(nullptr), [&] {
        std::shared_ptr<torch::autograd::Node> node(new ManagedNode(context, backward, release), torch::autograd::deleteNode);
        torch::autograd::edge_list edges;
        for (int32_t i = 0; i < count; i++)
            edges.push_back(torch::autograd::impl::gradient_edge(*inputs[i]));

        node->set_next_edges(std::move(edges));
        return new std::shared_ptr<torch::autograd::Node>(std::move(node));
    });
}

TS_EXPORT void ts_dispose_function(std::shared_ptr<torch::autograd::Node>* node) {
    delete node;
}

// The next output of the function: a tensor over the same data, with the function as its history.
TS_EXPORT at::Tensor* ts_function_output(std::shared_ptr<torch::autograd::Node>* node, const at::Tensor* output) {
    return shim::guarded(static_cast<at::Tensor*>(nullptr), [&] {
        at::Tensor result = output->detach();
        uint32_t place = (*node)->add_input_metadata(result);
        torch::autograd::impl::set_gradient_edge(result, {*node, place});
        return shim::to_handle(std::move(result));
    });
}

// Keeps a tensor for the gradient; an output of the function itself without a cycle.
TS_EXPORT torch::autograd::SavedVariable* ts_save(std::shared_ptr<torch::autograd::Node>* node, const at::Tensor* tensor) {
    return shim::guarded(static_cast<torch::autograd::SavedVariable*>(nullptr), [&] {
        bool is_output = tensor->grad_fn() == *node;
        return new torch::autograd::SavedVariable(*tensor, is_output);
    });
}

// Fails if the tensor has been changed since.
TS_EXPORT at::Tensor* ts_unpack(const torch::autograd::SavedVariable* saved, std::shared_ptr<torch::autograd::Node>* node) {
    return shim::guarded(static_cast<at::Tensor*>(nullptr), [&] { return shim::to_handle(saved->unpack(*node)); });
}

TS_EXPORT void ts_dispose_saved(torch::autograd::SavedVariable* saved) {
    delete saved;
}
