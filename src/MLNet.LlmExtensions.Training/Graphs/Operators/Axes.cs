using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;

namespace MLNet.LlmExtensions.Training.Graphs.Operators;

/// <summary>Axes, which are attributes in older operator sets and inputs in newer ones, and may count from the end.</summary>
internal static class Axes
{
    /// <summary>The axes as they are written, or null where none are.</summary>
    public static Func<Call, long[]?> Reader(GraphNode node, int input = 1)
    {
        var attribute = node.Attributes.Integers("axes");
        return call => attribute ?? (call.Has(input) ? call.Integers(input) : null);
    }

    /// <summary>An axis counted from the front.</summary>
    /// <exception cref="InvalidDataException">There is no such axis.</exception>
    public static int Normalize(long axis, long rank) =>
        axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis)
            : throw new InvalidDataException($"There is no axis {axis} in a tensor of {rank} dimensions.");
}
