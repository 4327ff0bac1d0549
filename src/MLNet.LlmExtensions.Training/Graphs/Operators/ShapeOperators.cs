using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Operators that read or change a shape and move no data.</summary>
internal static class ShapeOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add("Shape", static (node, _) => Shape(node));
        registry.Add("Size", static (_, _) => static call =>
        {
            long size = 1;
            foreach (var dimension in call.ShapeOf(0))
                size *= dimension;
            call.Return(new HostTensor(DataType.Int64, [], [size]));
        });
        registry.Add("Reshape", static (node, _) => Reshape(node));
        registry.Add("Flatten", static (node, _) =>
        {
            var axis = node.Attributes.Integer("axis", 1);
            return call =>
            {
                var value = call.Tensor(0);
                var shape = value.shape;
                long rows = 1;
                for (var i = 0; i < (axis < 0 ? axis + shape.Length : axis); i++)
                    rows *= shape[i];
                call.Return(value.reshape(rows, rows == 0 ? 0 : value.NumberOfElements / rows));
            };
        });
        registry.Add("Transpose", static (node, _) =>
        {
            var permutation = node.Attributes.Integers("perm");
            return call =>
            {
                var value = call.Tensor(0);
                call.Return(value.permute(permutation ?? Reversed(value.ndim)));
            };
        });
        registry.Add("Unsqueeze", static (node, _) => Unsqueeze(node));
        registry.Add("Squeeze", static (node, _) => Squeeze(node));
        registry.Add("Expand", static (_, _) => Expand);
        registry.Add("Identity", static (node, _) => Differentiability.StopsGradient(node)
            ? static call => call.Return(call.Tensor(0).detach())
            : static call =>
            {
                if (call.Host(0) is { } host)
                    call.Return(host.Reshape(host.Shape));
                else
                    call.Return(call.Tensor(0).alias());
            });
    }

    private static Kernel Shape(GraphNode node)
    {
        var start = node.Attributes.Integer("start", 0);
        var end = node.Attributes.Integer("end", long.MaxValue);
        return call =>
        {
            var shape = call.ShapeOf(0);
            var first = (int)Math.Clamp(start < 0 ? start + shape.Length : start, 0, shape.Length);
            var last = (int)Math.Clamp(end < 0 ? end + shape.Length : end, first, shape.Length);
            call.Return(HostTensor.Vector(shape[first..last]));
        };
    }

    private static Kernel Reshape(GraphNode node)
    {
        var allowsZero = node.Attributes.Flag("allowzero");
        return call =>
        {
            var wanted = call.Integers(1);
            var shape = (long[])wanted.Clone();
            long[]? old = null;
            for (var i = 0; i < shape.Length; i++)
            {
                if (shape[i] != 0 || allowsZero)
                    continue;
                old ??= call.ShapeOf(0);
                shape[i] = i < old.Length ? old[i] : throw new InvalidDataException($"Dimension {i} is to be kept, but there are only {old.Length}.");
            }

            if (call.Host(0) is { } host)
                call.Return(host.Reshape(Resolve(shape, host.Count)));
            else
                call.Return(call.Tensor(0).reshape(shape));
        };
    }

    private static long[] Resolve(long[] shape, int count)
    {
        var unknown = Array.IndexOf(shape, -1L);
        long product = 1;
        foreach (var size in shape)
            product *= size == -1 ? 1 : size;
        if (unknown >= 0 && product > 0)
            shape[unknown] = count / product;
        return product * (unknown >= 0 ? shape[unknown] : 1) == count
            ? shape
            : throw new InvalidDataException($"{count} elements do not fit the shape [{string.Join(", ", shape)}].");
    }

    private static Kernel Unsqueeze(GraphNode node)
    {
        var axesOf = Axes.Reader(node);
        return call =>
        {
            var axes = axesOf(call) ?? throw new InvalidDataException("There are no axes.");
            var rank = call.ShapeOf(0).Length + axes.Length;
            var places = Array.ConvertAll(axes, axis => Axes.Normalize(axis, rank));
            Array.Sort(places);
            if (call.Host(0) is { } host)
            {
                var shape = new List<long>(host.Shape);
                foreach (var place in places)
                    shape.Insert(place, 1);
                call.Return(host.Reshape([.. shape]));
                return;
            }

            var result = call.Tensor(0).unsqueeze(places[0]);
            for (var i = 1; i < places.Length; i++)
            {
                using var previous = result;
                result = previous.unsqueeze(places[i]);
            }

            call.Return(result);
        };
    }

    private static Kernel Squeeze(GraphNode node)
    {
        var axesOf = Axes.Reader(node);
        return call =>
        {
            var old = call.ShapeOf(0);
            var axes = axesOf(call);
            var removed = new bool[old.Length];
            for (var i = 0; i < old.Length && axes is null; i++)
                removed[i] = old[i] == 1;
            foreach (var axis in axes ?? [])
                removed[Axes.Normalize(axis, old.Length)] = true;
            var shape = new List<long>(old.Length);
            for (var i = 0; i < old.Length; i++)
            {
                if (!removed[i])
                    shape.Add(old[i]);
                else if (old[i] != 1)
                    throw new InvalidDataException($"Dimension {i} of [{string.Join(", ", old)}] is not 1 and cannot be left out.");
            }

            if (call.Host(0) is { } host)
                call.Return(host.Reshape([.. shape]));
            else
                call.Return(call.Tensor(0).reshape([.. shape]));
        };
    }

    /// <summary>Both shapes broadcast to the result, so a 1 in the wanted shape keeps what is there.</summary>
    private static void Expand(Call call)
    {
        var wanted = call.Integers(1);
        if (call.Host(0) is { } host && HostBroadcast.ResultShape(host.Shape, wanted) is { } small)
        {
            call.Return(host.Pick(small, HostBroadcast.Indices(host.Shape, small)));
            return;
        }

        var value = call.Tensor(0);
        var shape = value.shape;
        var rank = Math.Max(shape.Length, wanted.Length);
        var result = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            var old = i - (rank - shape.Length) is var o and >= 0 ? shape[o] : 1;
            var next = i - (rank - wanted.Length) is var n and >= 0 ? wanted[n] : 1;
            result[i] = old == 1 ? next : old;
        }

        call.Return(value.expand(result));
    }

    private static long[] Reversed(long rank)
    {
        var result = new long[rank];
        for (var i = 0; i < rank; i++)
            result[i] = rank - 1 - i;
        return result;
    }
}
