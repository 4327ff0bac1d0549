namespace MLNet.LlmExtensions.Training.Graphs.Execution;

/// <summary>Where values are made and read for the last time.</summary>
internal sealed class Lifetimes
{
    private readonly Instruction[] _instructions;
    private readonly int _permanentSlots;

    /// <param name="instructions">In the order in which they run.</param>
    /// <param name="slotCount">Number of slots.</param>
    /// <param name="permanentSlots">The first slots are never released.</param>
    /// <param name="outputs">Slots that are read after the last instruction.</param>
    public Lifetimes(Instruction[] instructions, int slotCount, int permanentSlots, IEnumerable<int> outputs)
    {
        (_instructions, _permanentSlots) = (instructions, permanentSlots);
        (Made, LastUse, DependsOnParameters) = (new int[slotCount], new int[slotCount], new bool[slotCount]);
        Array.Fill(Made, -1);
        Array.Fill(LastUse, -1);
        for (var i = 0; i < instructions.Length; i++)
        {
            foreach (var slot in instructions[i].Outputs)
            {
                if (slot >= 0)
                    (Made[slot], LastUse[slot], DependsOnParameters[slot]) = (i, i, instructions[i].DependsOnParameters);
            }

            foreach (var slot in instructions[i].Inputs)
            {
                if (slot >= 0)
                    LastUse[slot] = i;
            }
        }

        foreach (var output in outputs)
            LastUse[output] = instructions.Length;
    }

    /// <summary>The instruction that makes each slot's value; -1 for constants, parameters and inputs.</summary>
    public int[] Made { get; }

    /// <summary>The last instruction that reads it; -1 where none does, and the number of instructions for outputs.</summary>
    public int[] LastUse { get; }

    /// <summary>Whether the value's gradient reaches a parameter.</summary>
    public bool[] DependsOnParameters { get; }

    /// <summary>For each instruction the slots that nobody reads after it.</summary>
    public int[][] Releases()
    {
        var releases = new List<int>?[_instructions.Length];
        for (var slot = _permanentSlots; slot < LastUse.Length; slot++)
        {
            if (LastUse[slot] >= 0 && LastUse[slot] < releases.Length)
                (releases[LastUse[slot]] ??= []).Add(slot);
        }

        return Array.ConvertAll(releases, list => list?.ToArray() ?? []);
    }
}
