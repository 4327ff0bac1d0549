using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Operators that make tensors out of shapes and bounds.</summary>
internal static class ConstructionOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add("ConstantOfShape", static (node, _) => ConstantOfShape(node));
        registry.Add("Range", static (_, _) => Range);
        registry.Add("Constant", static (node, _) => throw new NotSupportedException($"{node} holds a kind of value that is not supported in training."));
    }

    private static Kernel ConstantOfShape(GraphNode node)
    {
        var value = node.Attributes.Tensor("value") is { } tensor
            ? HostTensorReader.TryRead(tensor, node.ToString())
                ?? throw new NotSupportedException($"{node} repeats a value of the type {(DataType)tensor.DataType}, which is not supported in training.")
            : new HostTensor(DataType.Float, [], [0.0]);
        return call =>
        {
            var shape = (long[])call.Integers(0).Clone();
            if (!value.IsReal && HostBroadcast.ResultShape(shape) is not null)
            {
                long count = 1;
                foreach (var size in shape)
                    count *= size;
                var values = new long[count];
                Array.Fill(values, value.Integer(0));
                call.Return(new HostTensor(value.Type, shape, values));
                return;
            }

            call.Return(full(shape, value.ToScalar(), ElementTypes.Of(value.Type), call.Device));
        };
    }

    private static void Range(Call call)
    {
        var (start, limit, step) = (call.Number(0), call.Number(1), call.Number(2));
        if (step == 0)
            throw new InvalidDataException("A range has the step 0.");
        var count = Math.Max(0, Math.Ceiling((limit - start) / step));
        var type = call.Host(0)?.Type;
        if (count <= HostBroadcast.MostElements && type is { } known && !ElementTypes.IsReal(known))
        {
            var values = new long[(int)count];
            for (var i = 0; i < values.Length; i++)
                values[i] = (long)start + (i * (long)step);
            call.Return(new HostTensor(known, [values.Length], values));
            return;
        }

        call.Return(arange(start, limit, step, type is { } element ? ElementTypes.Of(element) : call.Tensor(0).dtype, call.Device));
    }
}
