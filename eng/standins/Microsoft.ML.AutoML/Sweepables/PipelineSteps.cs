namespace Microsoft.ML.AutoML;

/// <summary>Steps in a row, each with one or more branches that are steps themselves or a name.</summary>
internal sealed class PipelineSteps
{
    private readonly string _name;
    private readonly PipelineSteps[][] _steps;

    private PipelineSteps(string name, PipelineSteps[][] steps)
    {
        _name = name;
        _steps = steps;
    }

    public static PipelineSteps Empty { get; } = new(null, []);

    public static PipelineSteps Of(string name) => new(name, null);

    /// <summary>These steps and then one of the branches.</summary>
    public PipelineSteps Then(IEnumerable<PipelineSteps> branches) => new(null, [.. _steps, [.. branches]]);

    public PipelineSteps Rename(IReadOnlyDictionary<string, string> names) => _name is not null
        ? Of(names[_name])
        : new PipelineSteps(null, [.. _steps.Select(branches => branches.Select(branch => branch.Rename(names)).ToArray())]);

    /// <summary>Every way through, the last step's branches changing first.</summary>
    public IEnumerable<IEnumerable<string>> Expand()
    {
        if (_name is not null)
            return [[_name]];

        IEnumerable<IEnumerable<string>> ways = [[]];
        foreach (PipelineSteps[] branches in _steps)
        {
            ways = [.. from way in ways
                       from branch in branches
                       from rest in branch.Expand()
                       select way.Concat(rest)];
        }

        return ways;
    }
}
