using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// Text to token ids and back. A derived class gives <see cref="EncodeToTokens(string, ReadOnlySpan{char}, EncodeSettings)"/>
/// and <see cref="Decode(IEnumerable{int}, Span{char}, out int, out int)"/>; everything else has a default on top of these.
/// </summary>
public abstract class Tokenizer
{
    private const int FirstDecodeBuffer = 1024;

    protected Tokenizer()
    {
    }

    public virtual PreTokenizer? PreTokenizer => null;

    public virtual Normalizer? Normalizer => null;

    protected abstract EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    public abstract OperationStatus Decode(
        IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten);

    protected virtual EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var encoded = EncodeToTokens(text, textSpan, settings);
        return new EncodeResults<int>
        {
            Tokens = encoded.Tokens.Select(token => token.Id).ToArray(),
            NormalizedText = encoded.NormalizedText,
            CharsConsumed = encoded.CharsConsumed,
        };
    }

    protected virtual int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToTokens(text, textSpan, settings).Tokens.Count;

    protected virtual int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount)
    {
        int most = settings.MaxTokenCount;
        if (fromEnd) settings.MaxTokenCount = int.MaxValue; // the last tokens are known only when all are

        var encoded = EncodeToTokens(text, textSpan, settings);
        var tokens = encoded.Tokens;
        normalizedText = encoded.NormalizedText;
        tokenCount = Math.Min(most, tokens.Count);

        if (!fromEnd) return tokenCount > 0 ? tokens[tokenCount - 1].Offset.End.Value : 0;
        if (tokenCount > 0) return tokens[tokens.Count - tokenCount].Offset.Start.Value;
        return normalizedText?.Length ?? textSpan.Length;
    }

    public IReadOnlyList<int> EncodeToIds(
        string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization)).Tokens;

    public IReadOnlyList<int> EncodeToIds(
        ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    public IReadOnlyList<int> EncodeToIds(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization, maxTokenCount);
        return Unpack(EncodeToIds(text, text.AsSpan(), settings), out normalizedText, out charsConsumed);
    }

    public IReadOnlyList<int> EncodeToIds(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization, maxTokenCount);
        return Unpack(EncodeToIds(null, text, settings), out normalizedText, out charsConsumed);
    }

    public IReadOnlyList<EncodedToken> EncodeToTokens(
        string text,
        out string? normalizedText,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization);
        return Unpack(EncodeToTokens(text, text.AsSpan(), settings), out normalizedText, out _);
    }

    public IReadOnlyList<EncodedToken> EncodeToTokens(
        ReadOnlySpan<char> text,
        out string? normalizedText,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization);
        return Unpack(EncodeToTokens(null, text, settings), out normalizedText, out _);
    }

    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(text, text.AsSpan(), Settings(considerPreTokenization, considerNormalization));

    public int CountTokens(
        ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(null, text, Settings(considerPreTokenization, considerNormalization));

    public int GetIndexByTokenCount(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization, maxTokenCount);
        return GetIndexByTokenCount(text, text.AsSpan(), settings, fromEnd: false, out normalizedText, out tokenCount);
    }

    public int GetIndexByTokenCount(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization, maxTokenCount);
        return GetIndexByTokenCount(null, text, settings, fromEnd: false, out normalizedText, out tokenCount);
    }

    public int GetIndexByTokenCountFromEnd(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization, maxTokenCount);
        return GetIndexByTokenCount(text, text.AsSpan(), settings, fromEnd: true, out normalizedText, out tokenCount);
    }

    public int GetIndexByTokenCountFromEnd(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        var settings = Settings(considerPreTokenization, considerNormalization, maxTokenCount);
        return GetIndexByTokenCount(null, text, settings, fromEnd: true, out normalizedText, out tokenCount);
    }

    public virtual string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids is ICollection<int> { Count: 0 }) return string.Empty;

        for (int size = FirstDecodeBuffer; ; size = checked(size * 2))
        {
            var buffer = new char[size];
            var status = Decode(ids, buffer, out _, out int written);
            if (status == OperationStatus.Done) return new string(buffer, 0, written);
            if (status != OperationStatus.DestinationTooSmall)
                throw new InvalidOperationException("The provided token IDs could not be decoded.");
        }
    }

    private static EncodeSettings Settings(bool preTokenize, bool normalize, int maxTokenCount = int.MaxValue) => new()
    {
        ConsiderPreTokenization = preTokenize,
        ConsiderNormalization = normalize,
        MaxTokenCount = maxTokenCount,
    };

    private static IReadOnlyList<T> Unpack<T>(
        EncodeResults<T> results, out string? normalizedText, out int charsConsumed)
    {
        normalizedText = results.NormalizedText;
        charsConsumed = results.CharsConsumed;
        return results.Tokens;
    }
}
