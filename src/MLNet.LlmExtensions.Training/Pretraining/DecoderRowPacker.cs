using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>
/// Rows for a decoder: a stream of texts, each with the special tokens of the tokenizer's template and the end of text, cut into
/// pieces. A row has one token more than the model reads, because the last is only predicted; it begins the next row of the text.
/// </summary>
internal sealed class DecoderRowPacker : RowPacker
{
    private readonly TextTokenizer _tokenizer;
    private readonly int _specials;
    private readonly int _length;

    /// <param name="tokenizer">Knows the special tokens.</param>
    /// <param name="maximumLength">The most tokens that the model reads at once.</param>
    /// <param name="packs">Whether a row may hold several texts.</param>
    public DecoderRowPacker(TextTokenizer tokenizer, int maximumLength, bool packs)
        : base(packs)
    {
        _tokenizer = tokenizer;
        _specials = tokenizer.SpecialTokenCount();
        _length = maximumLength;
    }

    public override void Finish()
    {
        // One token alone has been predicted already, or has nothing that it could be predicted from.
        if (Pending.Count > 1)
        {
            Rows.Add([.. Pending]);
        }

        Pending.Clear();
    }

    protected override void Append(ReadOnlySpan<int> content)
    {
        var text = new int[content.Length + _specials];
        _tokenizer.WriteWithSpecialTokens(content, text);
        Pending.AddRange(text);
        if (_tokenizer.EosTokenId is { } end && text[^1] != end)
        {
            Pending.Add(end);
        }

        var start = 0;
        for (; Pending.Count - start > _length; start += _length)
        {
            Rows.Add([.. Pending.GetRange(start, _length + 1)]);
        }

        Pending.RemoveRange(0, start);
    }
}
