using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Operators that take parts of tensors and put them together.</summary>
internal static class IndexingOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add("Gather", static (node, _) => Gather(node));
        registry.Add("GatherElements", static (node, _) =>
        {
            var axis = node.Attributes.Integer("axis", 0);
            return call =>
            {
                var data = call.Tensor(0);
                using var indices = FromFront(call.Tensor(1), data.shape[Axes.Normalize(axis, data.ndim)], node);
                call.Return(data.gather(Axes.Normalize(axis, data.ndim), indices));
            };
        });
        registry.Add("GatherND", static (node, _) => GatherNd(node));
        registry.Add("ScatterElements", static (node, _) => ScatterElements(node));
        registry.Add("ScatterND", static (node, _) => ScatterNd(node));
        registry.Add("Slice", static (node, _) => Slice(node));
        registry.Add("Split", static (node, _) => Split(node));
        registry.Add("Concat", static (node, _) => Concat(node));
        registry.Add("Tile", static (_, _) => static call => call.Return(call.Tensor(0).repeat(call.Integers(1))));
        registry.Add("Trilu", static (node, _) =>
        {
            var isUpper = node.Attributes.Flag("upper", otherwise: true);
            return call =>
            {
                var diagonal = call.Has(1) ? call.Integers(1)[0] : 0;
                call.Return(isUpper ? call.Tensor(0).triu(diagonal) : call.Tensor(0).tril(diagonal));
            };
        });
    }

    /// <summary>Indices as 64-bit integers that count from the front, after a check: libtorch on a graphics card does not survive wrong ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside.</exception>
    public static Tensor FromFront(Tensor indices, long size, GraphNode node)
    {
        using var scope = NewDisposeScope();
        var wide = indices.to_type(ScalarType.Int64);
        if (wide.NumberOfElements == 0)
            return wide.MoveToOuterDisposeScope();
        var smallest = wide.min().cpu().item<long>();
        var largest = wide.max().cpu().item<long>();
        if (smallest < -size || largest >= size)
        {
            var wrong = largest >= size ? largest : smallest;
            throw new ArgumentOutOfRangeException(
                KernelRunner.OutsideTable, wrong, $"{node} looks up row {wrong} of a table of {size}: a token id is outside the vocabulary, or a text is longer than the model's positions.");
        }

        if (smallest >= 0)
            return wide.MoveToOuterDisposeScope();
        using var isNegative = wide.lt(0);
        using var shift = isNegative.to_type(ScalarType.Int64);
        return wide.add(shift.mul_(size)).MoveToOuterDisposeScope();
    }

    private static Kernel Gather(GraphNode node)
    {
        var axisAttribute = node.Attributes.Integer("axis", 0);
        return call =>
        {
            if (call.Host(0) is { } data && call.Host(1) is { } picks && (data.Rank <= 1 || picks.Rank == 0))
            {
                call.Return(GatherHost(data, picks, Axes.Normalize(axisAttribute, Math.Max(1, data.Rank)), node));
                return;
            }

            var table = call.Tensor(0);
            var axis = Axes.Normalize(axisAttribute, table.ndim);
            var shape = table.shape;
            if (call.Host(1) is { Rank: 0 } single)
            {
                var index = single.Integer(0);
                if (index < -shape[axis] || index >= shape[axis])
                    throw new InvalidDataException($"The index {index} is outside a dimension of {shape[axis]}.");
                using var row = table.narrow(axis, index < 0 ? index + shape[axis] : index, 1);
                call.Return(row.squeeze(axis));
                return;
            }

            using var indices = FromFront(call.Tensor(1), shape[axis], node);
            using var flat = indices.reshape(-1);
            using var picked = table.index_select(axis, flat);
            long[] result = [.. shape[..axis], .. indices.shape, .. shape[(axis + 1)..]];
            // Tables may lie in 16 bits; what comes out of them is computed with in 32.
            if (picked.dtype == ScalarType.BFloat16)
            {
                using var wide = picked.to_type(ScalarType.Float32);
                call.Return(wide.view(result));
            }
            else
            {
                call.Return(picked.view(result));
            }
        };
    }

    private static HostTensor GatherHost(HostTensor data, HostTensor picks, int axis, GraphNode node)
    {
        var size = data.Rank == 0 ? 1 : data.Shape[axis];
        var inner = 1;
        for (var i = axis + 1; i < data.Rank; i++)
            inner *= (int)data.Shape[i];
        var outer = data.Count / Math.Max(1, (int)size * inner);
        var source = new int[outer * picks.Count * inner];
        var place = 0;
        for (var o = 0; o < outer; o++)
        {
            for (var p = 0; p < picks.Count; p++)
            {
                var index = picks.Integer(p);
                if (index < -size || index >= size)
                    throw new InvalidDataException($"{node} picks the element {index} of {size}.");
                index = index < 0 ? index + size : index;
                for (var i = 0; i < inner; i++)
                    source[place++] = (int)(((o * size) + index) * inner) + i;
            }
        }

        long[] shape = data.Rank == 0 ? picks.Shape : [.. data.Shape[..axis], .. picks.Shape, .. data.Shape[(axis + 1)..]];
        return data.Pick(shape, source);
    }

    private static Kernel GatherNd(GraphNode node)
    {
        if (node.Attributes.Integer("batch_dims", 0) != 0)
            throw new NotSupportedException($"{node} has 'batch_dims', which is not supported in training.");
        return call =>
        {
            using var scope = NewDisposeScope();
            var (data, indices) = (call.Tensor(0), call.Tensor(1));
            var (shape, places) = (data.shape, indices.shape);
            var depth = (int)places[^1];
            var picked = data.reshape([-1, .. shape[depth..]]).index_select(0, FlatRows(indices, shape, node));
            call.Return(picked.reshape([.. places[..^1], .. shape[depth..]]).MoveToOuterDisposeScope());
        };
    }

    private static Kernel ScatterElements(GraphNode node)
    {
        RequirePlainScatter(node);
        var axisAttribute = node.Attributes.Integer("axis", 0);
        return call =>
        {
            var data = call.Tensor(0);
            var axis = Axes.Normalize(axisAttribute, data.ndim);
            using var indices = FromFront(call.Tensor(1), data.shape[axis], node);
            call.Return(data.scatter(axis, indices, call.Tensor(2)));
        };
    }

    private static Kernel ScatterNd(GraphNode node)
    {
        RequirePlainScatter(node);
        return call =>
        {
            using var scope = NewDisposeScope();
            var (data, indices) = (call.Tensor(0), call.Tensor(1));
            var shape = data.shape;
            var rest = shape[(int)indices.shape[^1]..];
            var rows = FlatRows(indices, shape, node);
            var updates = call.Tensor(2).reshape([rows.shape[0], .. rest]);
            var ones = new long[rest.Length];
            Array.Fill(ones, 1);
            var places = rows.view([-1, .. ones]).expand(updates.shape);
            call.Return(data.reshape([-1, .. rest]).scatter(0, places, updates).reshape(shape).MoveToOuterDisposeScope());
        };
    }

    private static void RequirePlainScatter(GraphNode node)
    {
        if (node.Attributes.Text("reduction", "none") != "none")
            throw new NotSupportedException($"{node} adds up what falls on the same place, which is not supported in training.");
    }

    /// <summary>Indices into several leading dimensions as indices into these dimensions made one; in the caller's scope.</summary>
    private static Tensor FlatRows(Tensor indices, long[] shape, GraphNode node)
    {
        using var scope = NewDisposeScope();
        Tensor? rows = null;
        for (var i = 0; i < indices.shape[^1]; i++)
        {
            var column = FromFront(indices.select(-1, i), shape[i], node);
            rows = rows is null ? column : rows.mul(shape[i]).add(column);
        }

        return rows!.reshape(-1).MoveToOuterDisposeScope();
    }

    /// <summary>Bounds are attributes up to version 9 and inputs since.</summary>
    private static Kernel Slice(GraphNode node)
    {
        var startsAttribute = node.Attributes.Integers("starts");
        var endsAttribute = node.Attributes.Integers("ends");
        var axesAttribute = node.Attributes.Integers("axes");
        return call =>
        {
            var starts = startsAttribute ?? call.Integers(1);
            var ends = endsAttribute ?? call.Integers(2);
            var axes = axesAttribute ?? (call.Has(3) ? call.Integers(3) : null);
            var steps = call.Has(4) ? call.Integers(4) : null;
            if (call.Host(0) is { Rank: 1 } host && starts.Length == 1)
            {
                call.Return(SliceHost(host, starts[0], ends[0], steps?[0] ?? 1));
                return;
            }

            var result = call.Tensor(0).alias();
            for (var i = 0; i < starts.Length; i++)
            {
                using var previous = result;
                var axis = Axes.Normalize(axes?[i] ?? i, previous.ndim);
                result = SliceAxis(previous, axis, starts[i], ends[i], steps?[i] ?? 1);
            }

            call.Return(result);
        };
    }

    private static Tensor SliceAxis(Tensor value, int axis, long start, long end, long step)
    {
        var size = value.shape[axis];
        if (step > 0)
        {
            var first = Math.Clamp(start < 0 ? start + size : start, 0, size);
            var last = Math.Clamp(end < 0 ? end + size : end, first, size);
            return value.slice(axis, first, last, step);
        }

        // libtorch has no negative steps: the indices are written out.
        using var indices = torch.tensor(Range(start, end, step, size), ScalarType.Int64);
        using var placed = indices.to(value.device);
        return value.index_select(axis, placed);
    }

    private static HostTensor SliceHost(HostTensor value, long start, long end, long step)
    {
        var source = Array.ConvertAll(Range(start, end, step, value.Count), index => (int)index);
        return value.Pick([source.Length], source);
    }

    private static long[] Range(long start, long end, long step, long size)
    {
        if (step == 0)
            throw new InvalidDataException("A slice has the step 0.");
        var first = start < 0 ? Math.Max(start, -size) + size : start;
        var last = end < 0 ? Math.Max(end, -size - 1) + size : end;
        first = step > 0 ? Math.Clamp(first, 0, size) : Math.Clamp(first, -1, size - 1);
        last = step > 0 ? Math.Clamp(last, 0, size) : Math.Clamp(last, -1, size - 1);
        var result = new List<long>();
        for (var i = first; step > 0 ? i < last : i > last; i += step)
            result.Add(i);
        return [.. result];
    }

    /// <summary>Sizes are an attribute up to version 12 and an input since; without them the pieces are equal.</summary>
    private static Kernel Split(GraphNode node)
    {
        var axisAttribute = node.Attributes.Integer("axis", 0);
        var sizesAttribute = node.Attributes.Integers("split");
        return call =>
        {
            var sizes = sizesAttribute ?? (call.Has(1) ? call.Integers(1) : null);
            var shape = call.ShapeOf(0);
            var axis = Axes.Normalize(axisAttribute, shape.Length);
            var even = (shape[axis] + call.OutputCount - 1) / call.OutputCount;
            long start = 0;
            for (var i = 0; i < call.OutputCount; i++)
            {
                var size = sizes?[i] ?? Math.Min(even, shape[axis] - start);
                if (call.Host(0) is { Rank: 1 } host)
                    call.Return(i, SliceHost(host, start, start + size, 1));
                else if (call.IsWanted(i))
                    call.Return(i, call.Tensor(0).narrow(axis, start, size));
                start += size;
            }
        };
    }

    private static Kernel Concat(GraphNode node)
    {
        var axis = node.Attributes.Integer("axis", 0);
        return call =>
        {
            if (call.IsAllHost() && call.Host(0) is { Rank: 1 })
            {
                call.Return(ConcatHost(call));
                return;
            }

            var parts = new Tensor[call.InputCount];
            var made = new List<Tensor>();
            var type = call.Tensor(0).dtype;
            for (var i = 1; i < parts.Length && ElementTypes.IsReal(type); i++)
                type = ElementTypes.Wider(type, call.Tensor(i).dtype);
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = call.Tensor(i);
                if (parts[i].dtype != type)
                    made.Add(parts[i] = parts[i].to_type(type));
            }

            call.Return(cat(parts, axis));
            foreach (var tensor in made)
                tensor.Dispose();
        };
    }

    private static HostTensor ConcatHost(Call call)
    {
        var (first, count) = (call.Host(0)!, 0);
        for (var i = 0; i < call.InputCount; i++)
            count += call.Host(i)!.Count;
        if (first.IsReal)
        {
            var reals = new List<double>(count);
            for (var i = 0; i < call.InputCount; i++)
            {
                for (var j = 0; j < call.Host(i)!.Count; j++)
                    reals.Add(call.Host(i)!.Real(j));
            }

            return new HostTensor(first.Type, [count], reals.ToArray());
        }

        var integers = new long[count];
        var place = 0;
        for (var i = 0; i < call.InputCount; i++)
        {
            call.Host(i)!.Integers().CopyTo(integers, place);
            place += call.Host(i)!.Count;
        }

        return new HostTensor(first.Type, [count], integers);
    }
}
