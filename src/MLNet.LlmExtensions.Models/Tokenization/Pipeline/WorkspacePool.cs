namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>Hands out workspaces and takes them back, without locks and, in steady state, without allocation.</summary>
internal sealed class WorkspacePool(Func<WordCache?> createWordCache)
{
    private readonly Workspace?[] _kept = new Workspace?[2 * Environment.ProcessorCount];

    public Workspace Rent()
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is not null && Interlocked.Exchange(ref _kept[i], null) is { } workspace) return workspace;
        }

        return new Workspace(createWordCache());
    }

    public void Return(Workspace workspace)
    {
        workspace.Trim();
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is null && Interlocked.CompareExchange(ref _kept[i], workspace, null) is null) return;
        }
    }
}
