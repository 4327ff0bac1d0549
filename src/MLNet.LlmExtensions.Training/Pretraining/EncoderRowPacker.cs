using System.Runtime.InteropServices;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Rows for an encoder: each has the special tokens of the tokenizer's template around it, and separators between its texts.</summary>
internal sealed class EncoderRowPacker : RowPacker
{
    private readonly TextTokenizer _tokenizer;
    private readonly int? _separator;
    private readonly int _specials;
    private readonly int _capacity;

    /// <param name="tokenizer">Knows the special tokens.</param>
    /// <param name="separator">Stands between two texts of a row, where there is such a token.</param>
    /// <param name="maximumLength">The longest row, special tokens included; leaves room for one token at the least.</param>
    /// <param name="packs">Whether a row may hold several texts.</param>
    public EncoderRowPacker(TextTokenizer tokenizer, int? separator, int maximumLength, bool packs)
        : base(packs)
    {
        _tokenizer = tokenizer;
        _separator = separator;
        _specials = tokenizer.SpecialTokenCount();
        _capacity = maximumLength - _specials;
    }

    public override void Finish()
    {
        if (Pending.Count > 0)
        {
            Emit(0, Pending.Count);
        }

        Pending.Clear();
    }

    protected override void Append(ReadOnlySpan<int> content)
    {
        if (Pending.Count > 0 && _separator is { } separator)
        {
            Pending.Add(separator);
        }

        Pending.AddRange(content);
        var start = 0;
        for (; Pending.Count - start >= _capacity; start += _capacity)
        {
            Emit(start, _capacity);
        }

        Pending.RemoveRange(0, start);
    }

    private void Emit(int start, int count)
    {
        var content = CollectionsMarshal.AsSpan(Pending).Slice(start, count);

        // The template begins and ends a row; a separator there would say it twice.
        if (content is [var first, .. var behind] && first == _separator)
        {
            content = behind;
        }

        if (content is [.. var before, var last] && last == _separator)
        {
            content = before;
        }

        if (content.Length > 0)
        {
            var row = new int[content.Length + _specials];
            _tokenizer.WriteWithSpecialTokens(content, row);
            Rows.Add(row);
        }
    }
}
