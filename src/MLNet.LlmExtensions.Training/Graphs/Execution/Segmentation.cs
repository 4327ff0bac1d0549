using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Operators;

namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>
/// Cuts a program into pieces that can be computed again one at a time: where at most one value that depends on parameters is
/// alive, which in a transformer is the state between two layers.
/// </summary>
internal static class Segmentation
{
    /// <summary>More than one value that depends on parameters is alive.</summary>
    private const int Several = -2;

    /// <summary>No value that depends on parameters is alive.</summary>
    private const int None = -1;

    /// <summary>Finds the pieces: first what depends on no parameter, then about one for each layer.</summary>
    public static IReadOnlyList<Segment> Find(Instruction[] instructions, Lifetimes lifetimes)
    {
        if (instructions.Length == 0)
            return [];
        var alive = AliveAfter(instructions, lifetimes.LastUse);
        var cuts = Cuts(instructions, alive);
        var segments = new List<Segment>();
        var start = 0;
        foreach (var cut in cuts.Append(instructions.Length - 1))
        {
            var hasParameters = false;
            for (var i = start; i <= cut; i++)
                hasParameters |= instructions[i].DependsOnParameters;
            segments.Add(new Segment(start, cut + 1, cut == instructions.Length - 1 ? None : alive[cut], hasParameters));
            start = cut + 1;
        }

        return segments;
    }

    /// <summary>For each slot whether it is made in one piece and read in a later one, without depending on parameters: such values stay while pieces are computed again.</summary>
    public static bool[] Crossing(IReadOnlyList<Segment> segments, Lifetimes lifetimes)
    {
        var result = new bool[lifetimes.Made.Length];
        foreach (var segment in segments)
        {
            for (var slot = 0; slot < result.Length; slot++)
            {
                // Inputs of the program are made before the first piece.
                var isMadeBeforeEnd = lifetimes.Made[slot] < segment.End;
                result[slot] |= !lifetimes.DependsOnParameters[slot] && isMadeBeforeEnd && lifetimes.LastUse[slot] >= segment.End
                    && (lifetimes.Made[slot] >= segment.Start || lifetimes.Made[slot] < 0);
            }
        }

        for (var slot = 0; slot < result.Length; slot++)
            result[slot] |= lifetimes.Made[slot] < 0;
        return result;
    }

    private static List<int> Cuts(Instruction[] instructions, int[] alive)
    {
        var cuts = new List<int>();
        var first = Array.FindIndex(instructions, instruction => instruction.DependsOnParameters);
        if (first < 0)
            return cuts;
        if (first > 0)
            cuts.Add(first - 1);
        var candidate = -1;
        var hearts = 0;
        for (var i = first; i < instructions.Length - 1; i++)
        {
            if (IsHeart(instructions[i].Node))
            {
                hearts++;
                if (candidate >= 0)
                    cuts.Add(candidate);
                candidate = -1;
            }

            if (alive[i] >= 0)
                candidate = i;
        }

        return hearts > 0 ? cuts : EvenCuts(cuts, alive, first);
    }

    /// <summary>For each instruction the slot of the one dependent value that is alive after it, or that there are none or several.</summary>
    private static int[] AliveAfter(Instruction[] instructions, int[] lastUse)
    {
        var result = new int[instructions.Length];
        var alive = new HashSet<int>();
        for (var i = 0; i < instructions.Length; i++)
        {
            if (instructions[i].DependsOnParameters)
            {
                foreach (var slot in instructions[i].Outputs)
                {
                    if (slot >= 0)
                        alive.Add(slot);
                }
            }

            alive.RemoveWhere(slot => lastUse[slot] <= i);
            result[i] = alive.Count switch { 0 => None, 1 => alive.First(), _ => Several };
        }

        return result;
    }

    /// <summary>Every transformer layer has one of these.</summary>
    private static bool IsHeart(GraphNode node) =>
        node.Is("Softmax") || node.Operator is FusedOperators.Attention or "MultiHeadAttention" or "GroupQueryAttention" or "Attention";

    /// <summary>For graphs without attention: about √n pieces.</summary>
    private static List<int> EvenCuts(List<int> cuts, int[] alive, int first)
    {
        var step = Math.Max(1, (int)Math.Sqrt(alive.Length - first));
        var last = first;
        for (var i = first; i < alive.Length - 1; i++)
        {
            if (alive[i] >= 0 && i - last >= step)
                cuts.Add(last = i);
        }

        return cuts;
    }
}
