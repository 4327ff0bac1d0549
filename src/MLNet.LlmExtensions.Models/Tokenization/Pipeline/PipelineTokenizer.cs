using System.Buffers;
using Microsoft.ML.Tokenizers;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>
/// A pipeline behind the official base class. Special tokens are part of every encoding, and a limit leaves room for
/// them, so that an encoding that was cut still ends as the model expects.
/// </summary>
internal sealed class PipelineTokenizer(TextTokenizer tokenizer, TokenizerPipeline pipeline) : Tokenizer
{
    public override PreTokenizer? PreTokenizer { get; } =
        pipeline.PreTokenizer is null ? null : new PipelinePreTokenizer(pipeline);

    public override Normalizer? Normalizer => pipeline.Normalizer;

    protected override EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var sequence = Encode(text, textSpan, settings);
        int kept = Math.Min(sequence.Count, ContentLimit(settings));
        int consumed = kept == sequence.Count
            ? sequence.Trace.NormalizedText.Length
            : kept == 0 ? 0 : sequence.Trace.Ranges[kept - 1].End;
        return new EncodeResults<EncodedToken>
        {
            Tokens = WithSpecialTokens(sequence, kept),
            NormalizedText = NormalizedText(sequence, settings),
            CharsConsumed = consumed,
        };
    }

    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var encoded = EncodeToTokens(text, textSpan, settings);
        return new EncodeResults<int>
        {
            Tokens = [.. encoded.Tokens.Select(token => token.Id)],
            NormalizedText = encoded.NormalizedText,
            CharsConsumed = encoded.CharsConsumed,
        };
    }

    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var buffer = new TokenBuffer();
        pipeline.Encode(text ?? textSpan, buffer, Options(settings));
        return Math.Min(buffer.Count, ContentLimit(settings)) + tokenizer.SpecialTokenCount();
    }

    protected override int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount)
    {
        var sequence = Encode(text, textSpan, settings);
        int kept = Math.Min(sequence.Count, ContentLimit(settings));
        normalizedText = NormalizedText(sequence, settings);
        tokenCount = kept + tokenizer.SpecialTokenCount();

        var ranges = sequence.Trace.Ranges;
        int length = sequence.Trace.NormalizedText.Length;
        if (kept == sequence.Count) return fromEnd ? 0 : length;
        if (kept == 0) return fromEnd ? length : 0;
        return fromEnd ? ranges[^kept].Start : ranges[kept - 1].End;
    }

    public override string Decode(IEnumerable<int> ids) => tokenizer.Decode(ids);

    public override OperationStatus Decode(
        IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var all = ids as IReadOnlyCollection<int> ?? [.. ids];
        string text = tokenizer.Decode(all);
        if (!text.TryCopyTo(destination))
        {
            // What the first ids decode to may depend on the later ones, so that it is all or nothing.
            (idsConsumed, charsWritten) = (0, 0);
            return OperationStatus.DestinationTooSmall;
        }

        (idsConsumed, charsWritten) = (all.Count, text.Length);
        return OperationStatus.Done;
    }

    private static EncodeOptions Options(EncodeSettings settings) =>
        new(!settings.ConsiderNormalization, !settings.ConsiderPreTokenization);

    private EncodedSequence Encode(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodedSequence.Create(pipeline, text ?? textSpan, Options(settings));

    private string? NormalizedText(EncodedSequence sequence, EncodeSettings settings) =>
        settings.ConsiderNormalization && pipeline.Normalizer is not null ? sequence.Trace.NormalizedText : null;

    private int ContentLimit(EncodeSettings settings)
    {
        int specials = tokenizer.SpecialTokenCount();
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxTokenCount, specials);
        return settings.MaxTokenCount - specials;
    }

    private List<EncodedToken> WithSpecialTokens(EncodedSequence sequence, int count)
    {
        var tokens = new List<EncodedToken>(count + tokenizer.SpecialTokenCount());
        int position = 0;
        foreach (var part in pipeline.Template.Parts(pair: false, addSpecialTokens: true))
        {
            if (part is TemplatePart.Special special)
            {
                for (int i = 0; i < special.Ids.Length; i++)
                    tokens.Add(new EncodedToken(special.Ids[i], special.Tokens[i], new Range(position, position)));
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                var range = sequence.Trace.Ranges[i];
                tokens.Add(new EncodedToken(sequence.Ids[i], sequence.Trace.Tokens[i], new Range(range.Start, range.End)));
                position = range.End;
            }
        }

        return tokens;
    }
}
