namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Each token of a row but the first is predicted at the place before it.</summary>
internal sealed class NextTokenTask : ITokenTask
{
    public int InputLength(int[] row) => row.Length - 1;

    public bool CanPredict(int[] row) => row.Length > 1;

    public TokenTargets Apply(int[] row, long seed) => new(row[..^1], [.. Enumerable.Range(0, row.Length - 1)], row[1..]);
}
