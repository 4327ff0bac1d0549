using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Conversions between element types.</summary>
internal static class TypeOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add("Cast", static (node, _) =>
        {
            var type = (DataType)node.Attributes.Integer("to", 0);
            var native = ElementTypes.Of(type);
            return call => Cast(call, type, native);
        });
        registry.Add("CastLike", static (_, _) => static call =>
        {
            if (call.Host(0) is { } host && call.Host(1) is { } like)
                call.Return(CastHost(host, like.Type));
            else
                call.Return(Convert(call.Tensor(0), call.Tensor(1).dtype));
        });
        registry.AddFused(FusedOperators.Narrow, static (_, _) => static call => call.Return(Convert(call.Tensor(0), ScalarType.BFloat16)));
    }

    private static void Cast(Call call, DataType type, ScalarType native)
    {
        if (call.Host(0) is { } host)
            call.Return(CastHost(host, type));
        else
            call.Return(Convert(call.Tensor(0), native));
    }

    /// <summary>A new tensor in any case.</summary>
    private static Tensor Convert(Tensor value, ScalarType type) => value.dtype == type ? value.alias() : value.to_type(type);

    private static HostTensor CastHost(HostTensor value, DataType type)
    {
        if (ElementTypes.IsReal(type))
        {
            var reals = new double[value.Count];
            for (var i = 0; i < reals.Length; i++)
                reals[i] = value.Real(i);
            return new HostTensor(type, value.Shape, reals);
        }

        var integers = new long[value.Count];
        for (var i = 0; i < integers.Length; i++)
            integers[i] = type == DataType.Bool ? (value.Real(i) != 0 ? 1 : 0) : type == DataType.Int32 ? (int)value.Integer(i) : value.Integer(i);
        return new HostTensor(type, value.Shape, integers);
    }
}
