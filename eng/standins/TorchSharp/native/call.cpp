// Calling an operator by name, with boxed arguments.
#include "shim.h"

#include <cstring>

#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

namespace {

using shim::Kind;
using shim::Value;

thread_local std::string message;

// What a call returned, until the caller has fetched it.
thread_local std::vector<Value> pending;

const at::Tensor& tensor_at(int64_t bits) {
    return *reinterpret_cast<const at::Tensor*>(bits);
}

c10::IValue to_ivalue(const Value& value) {
    switch (value.kind) {
        case Kind::None:
            return c10::IValue();
        case Kind::Tensor:
            return c10::IValue(tensor_at(value.bits));
        case Kind::Int:
            return c10::IValue(value.bits);
        case Kind::Double: {
            double number;
            std::memcpy(&number, &value.bits, sizeof number);
            return c10::IValue(number);
        }
        case Kind::Bool:
            return c10::IValue(value.bits != 0);
        case Kind::IntList: {
            auto first = reinterpret_cast<const int64_t*>(value.bits);
            return c10::IValue(c10::IntArrayRef(first, value.count));
        }
        case Kind::TensorList: {
            auto handles = reinterpret_cast<const at::Tensor* const*>(value.bits);
            c10::List<at::Tensor> list;
            list.reserve(value.count);
            for (int32_t i = 0; i < value.count; i++)
                list.push_back(*handles[i]);
            return c10::IValue(std::move(list));
        }
        case Kind::OptionalTensorList: {
            auto handles = reinterpret_cast<const at::Tensor* const*>(value.bits);
            c10::List<c10::optional<at::Tensor>> list;
            list.reserve(value.count);
            for (int32_t i = 0; i < value.count; i++)
                list.push_back(handles[i] ? c10::optional<at::Tensor>(*handles[i]) : c10::optional<at::Tensor>());
            return c10::IValue(std::move(list));
        }
        case Kind::Text:
            return c10::IValue(std::string(reinterpret_cast<const char*>(value.bits), value.count));
        case Kind::Device:
            return c10::IValue(shim::to_device(value.bits));
        case Kind::Generator:
            return c10::IValue(*reinterpret_cast<const at::Generator*>(value.bits));
        default:
            throw std::invalid_argument("An argument of an unknown kind.");
    }
}

Value tensor_result(at::Tensor tensor) {
    return {Kind::Tensor, 0, reinterpret_cast<int64_t>(shim::to_handle(std::move(tensor)))};
}

void push_result(c10::IValue&& value) {
    if (value.isTensor()) {
        pending.push_back(tensor_result(std::move(value).toTensor()));
    } else if (value.isTensorList()) {
        for (at::Tensor& tensor : std::move(value).toTensorVector())
            pending.push_back(tensor_result(std::move(tensor)));
    } else if (value.isInt()) {
        pending.push_back({Kind::Int, 0, value.toInt()});
    } else if (value.isDouble()) {
        double number = value.toDouble();
        Value result{Kind::Double, 0, 0};
        std::memcpy(&result.bits, &number, sizeof number);
        pending.push_back(result);
    } else if (value.isBool()) {
        pending.push_back({Kind::Bool, 0, value.toBool()});
    } else {
        throw std::invalid_argument("An operator returned a kind of value that the shim does not know: " + value.tagKind());
    }
}

// With boxed arguments nothing else checks that they are as many, and of the types, that the operator's schema says.
c10::IValue argument(const c10::FunctionSchema& schema, size_t index, const Value* arguments, size_t count) {
    const c10::Argument& formal = schema.arguments()[index];
    if (index < count && arguments[index].kind != Kind::Default)
        return to_ivalue(arguments[index]);
    if (!formal.default_value())
        throw std::invalid_argument(schema.name() + ": argument '" + formal.name() + "' is missing.");
    return *formal.default_value();
}

} // namespace

void shim::set_error(const char* text) {
    message = text;
}

const char* shim::last_error() {
    return message.c_str();
}

TS_EXPORT const char* ts_last_error() {
    return shim::last_error();
}

// The operator of that name and overload. It lives as long as the process.
TS_EXPORT void* ts_operator(const char* name, const char* overload) {
    return shim::guarded(static_cast<void*>(nullptr), [&]() -> void* {
        return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
    });
}

// 1 if libtorch has that operator.
TS_EXPORT int32_t ts_has_operator(const char* name, const char* overload) {
    return c10::Dispatcher::singleton().findSchema({name, overload}).has_value();
}

// Calls an operator. Arguments left out at the end take the schema's defaults. The first `capacity` results are written to
// `results`; tensors among them are new handles that the caller owns. Returns how many there are, or -1. With a capacity
// of 0 the results are dropped; if there are more than fit, ts_rest fetches the others.
TS_EXPORT int32_t ts_call(const c10::OperatorHandle* op, const Value* arguments, int32_t count, Value* results, int32_t capacity) {
    return shim::guarded(-1, [&]() -> int32_t {
        const c10::FunctionSchema& schema = op->schema();
        size_t expected = schema.arguments().size();
        if (static_cast<size_t>(count) > expected)
            throw std::invalid_argument(schema.name() + ": too many arguments.");

        torch::jit::Stack stack;
        stack.reserve(expected);
        for (size_t i = 0; i < expected; i++)
            stack.push_back(argument(schema, i, arguments, count));

        op->callBoxed(&stack);
        if (capacity == 0)
            return 0;

        pending.clear();
        for (c10::IValue& value : stack)
            push_result(std::move(value));

        int32_t total = static_cast<int32_t>(pending.size());
        for (int32_t i = 0; i < total && i < capacity; i++)
            results[i] = pending[i];
        return total;
    });
}

// The results of this thread's last call after the first `skip`.
TS_EXPORT void ts_rest(int32_t skip, Value* results) {
    for (size_t i = skip; i < pending.size(); i++)
        results[i - skip] = pending[i];
}
