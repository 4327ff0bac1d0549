namespace EncoderTraining.Model;

/// <summary>Token sequences laid end to end, so that no padding is computed.</summary>
internal sealed class PackedBatch
{
    private readonly List<int> _ids = [];
    private readonly List<int> _starts = [0];

    /// <summary>The token ids of all sequences, special tokens included.</summary>
    public List<int> Ids => _ids;

    public int TokenCount => _ids.Count;

    public int SequenceCount => _starts.Count - 1;

    /// <summary>Where a sequence begins; <c>Start(SequenceCount)</c> is the end of the last one.</summary>
    public int Start(int sequence) => _starts[sequence];

    public int Length(int sequence) => _starts[sequence + 1] - _starts[sequence];

    /// <summary>Adds a text between its [CLS] and [SEP].</summary>
    public void Add(int clsId, ReadOnlySpan<ushort> content, int sepId)
    {
        _ids.Add(clsId);
        foreach (var id in content)
            _ids.Add(id);
        _ids.Add(sepId);
        _starts.Add(_ids.Count);
    }

    public void Clear()
    {
        _ids.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }
}
