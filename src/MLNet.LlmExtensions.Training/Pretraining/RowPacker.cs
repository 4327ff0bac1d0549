namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Cuts texts into rows of tokens of one length. Every token of every text gets into a row.</summary>
/// <remarks>Not thread-safe.</remarks>
internal abstract class RowPacker
{
    private readonly bool _packs;

    /// <param name="packs">Whether a row may hold several texts.</param>
    protected RowPacker(bool packs) => _packs = packs;

    /// <summary>The rows so far.</summary>
    public List<int[]> Rows { get; } = [];

    /// <summary>Tokens that are not in a row yet.</summary>
    protected List<int> Pending { get; } = [];

    /// <summary>Adds a text.</summary>
    /// <param name="content">Its tokens without special ones; one at the least.</param>
    public void Add(ReadOnlySpan<int> content)
    {
        Append(content);
        if (!_packs)
        {
            Finish();
        }
    }

    /// <summary>Puts what is left into a last row, which may be shorter.</summary>
    public abstract void Finish();

    /// <summary>Appends a text to what is pending, and takes the full rows away.</summary>
    protected abstract void Append(ReadOnlySpan<int> content);
}
