using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>Collects the parts of a <see cref="TokenizedText"/>.</summary>
internal sealed class TokenizedTextBuilder(int count)
{
    private readonly List<int> _ids = new(count);
    private readonly List<int> _typeIds = new(count);
    private readonly List<int> _specialTokensMask = new(count);
    private readonly List<string> _tokens = new(count);

    public void AddSpecial(TemplatePart.Special part)
    {
        _ids.AddRange(part.Ids);
        _tokens.AddRange(part.Tokens);
        Mark(part.Ids.Length, part.TypeId, isSpecial: 1);
    }

    public void Add(EncodedSequence sequence, int length, int typeId)
    {
        _ids.AddRange(sequence.Ids.AsSpan(0, length));
        _tokens.AddRange(sequence.Trace.Tokens.Take(length));
        Mark(length, typeId, isSpecial: 0);
    }

    public TokenizedText Build(bool isTruncated) =>
        new([.. _ids], [.. _typeIds], [.. _specialTokensMask], [.. _tokens], isTruncated);

    private void Mark(int length, int typeId, int isSpecial)
    {
        _typeIds.AddRange(Enumerable.Repeat(typeId, length));
        _specialTokensMask.AddRange(Enumerable.Repeat(isSpecial, length));
    }
}
