using Microsoft.ML.Tokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Files;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

namespace MLNet.LlmExtensions.Models.Tokenization;

/// <summary>
/// Text to the token ids of a Hugging Face model and back, with the same ids as Hugging Face's own tokenizers.
/// </summary>
/// <remarks>
/// Instances are immutable and may be used from several threads at once. Text may hold anything that a .NET string may:
/// a half of a surrogate pair counts as U+FFFD. No text ever gets into an exception's message.
/// </remarks>
public sealed class TextTokenizer
{
    private readonly TokenizerPipeline _pipeline;

    internal TextTokenizer(TokenizerPipeline pipeline, SpecialTokenIds special, int? modelMaximumLength)
    {
        _pipeline = pipeline;
        Tokenizer = new PipelineTokenizer(this, pipeline);
        VocabularySize = pipeline.VocabularySize;
        ModelMaximumLength = modelMaximumLength;
        PadTokenId = special.Pad;
        BosTokenId = special.Bos;
        EosTokenId = special.Eos;
        ClsTokenId = special.Cls;
        SepTokenId = special.Sep;
        MaskTokenId = special.Mask;
        UnknownTokenId = special.Unknown;
    }

    /// <summary>
    /// The same tokenizer as the official base class, for whatever expects one. It adds the special tokens of the
    /// template, and skips special tokens in decoding; offsets count characters of the normalised text.
    /// </summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The highest token id plus one.</summary>
    public int VocabularySize { get; }

    /// <summary>The id that fills short rows of a batch, or null where the model names none.</summary>
    public int? PadTokenId { get; }

    /// <summary>The id that begins a text, or null where the model names none.</summary>
    public int? BosTokenId { get; }

    /// <summary>The id that ends a text, or null where the model names none.</summary>
    public int? EosTokenId { get; }

    /// <summary>The id of the token that stands for the whole text (<c>[CLS]</c>), or null where the model names none.</summary>
    public int? ClsTokenId { get; }

    /// <summary>The id that separates texts (<c>[SEP]</c>), or null where the model names none.</summary>
    public int? SepTokenId { get; }

    /// <summary>The id of a masked place (<c>[MASK]</c>), or null where the model names none.</summary>
    public int? MaskTokenId { get; }

    /// <summary>The id that stands for what the vocabulary does not cover, or null where there is none.</summary>
    public int? UnknownTokenId { get; }

    /// <summary>
    /// The longest input in tokens, special tokens included, from <c>tokenizer_config.json</c>; null where it is absent or
    /// a placeholder for "no limit".
    /// </summary>
    public int? ModelMaximumLength { get; }

    /// <summary>What there is between a text and its ids.</summary>
    internal TokenizerPipeline Pipeline => _pipeline;

    /// <summary>
    /// Reads the tokenizer of a model: <c>tokenizer.json</c>, or else the older vocabulary files (<c>vocab.txt</c>;
    /// <c>vocab.json</c> and <c>merges.txt</c>; a SentencePiece model), with <c>tokenizer_config.json</c> and
    /// <c>special_tokens_map.json</c> where they exist.
    /// </summary>
    /// <param name="folder">The folder of the files.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">The folder holds none of the files.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it and the place.</exception>
    /// <exception cref="NotSupportedException">A file asks for something that is not implemented; the message names it.</exception>
    public static TextTokenizer FromPretrained(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return TokenizerFolder.Read(folder);
    }

    /// <summary>Encodes a text or a pair of texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text of a pair, or null; an empty one still makes it a pair.</param>
    /// <param name="addSpecialTokens">Whether to add the special tokens of the template.</param>
    /// <param name="maximumLength">
    /// The number of tokens to keep within, special tokens included, or null for no limit. Tokens are dropped at the end;
    /// of two texts, from the longer one first.
    /// </param>
    /// <returns>The ids and what belongs to them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maximumLength"/> is negative or smaller than the number of special tokens.
    /// </exception>
    public TokenizedText Encode(
        string text, string? textPair = null, bool addSpecialTokens = true, int? maximumLength = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool pair = textPair is not null;
        int specials = addSpecialTokens ? SpecialTokenCount(pair) : 0;
        if (maximumLength is { } maximum && (maximum < 0 || maximum < specials))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumLength), maximum, $"The template alone needs {specials} tokens; ask for at least that many.");
        }

        var first = EncodedSequence.Create(_pipeline, text);
        var second = pair ? EncodedSequence.Create(_pipeline, textPair!) : EncodedSequence.Empty;
        int limit = maximumLength - specials ?? int.MaxValue;
        var (firstLength, secondLength) = pair
            ? Truncation.LongestFirst(first.Count, second.Count, limit)
            : (Math.Min(first.Count, limit), 0);
        bool truncated = firstLength < first.Count || secondLength < second.Count;

        var builder = new TokenizedTextBuilder(firstLength + secondLength + specials);
        foreach (var part in _pipeline.Template.Parts(pair, addSpecialTokens))
        {
            if (part is TemplatePart.Special special) builder.AddSpecial(special);
            else if (part is TemplatePart.Text { IsSecond: true }) builder.Add(second, secondLength, part.TypeId);
            else builder.Add(first, firstLength, part.TypeId);
        }

        return builder.Build(truncated);
    }

    /// <summary>How many special tokens the template adds.</summary>
    /// <param name="pair">To a pair of texts instead of a single one.</param>
    public int SpecialTokenCount(bool pair = false) => _pipeline.Template.SpecialTokenCount(pair);

    /// <summary>
    /// Appends the ids of a text without special tokens. This is the quick way: with a reused buffer, WordPiece and
    /// byte-pair models allocate nothing once their scratch memory has grown.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Receives the ids after those that it holds already.</param>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    public void EncodeContent(ReadOnlySpan<char> text, TokenBuffer destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _pipeline.Encode(text, destination);
    }

    /// <summary>Writes ids with the special tokens that the template puts around a single text.</summary>
    /// <param name="contentIds">The ids of the text, or of a window of it.</param>
    /// <param name="ids">Receives them with the special tokens.</param>
    /// <returns>How many ids were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="ids"/> is too short.</exception>
    public int WriteWithSpecialTokens(ReadOnlySpan<int> contentIds, Span<int> ids) =>
        WriteWithSpecialTokens(contentIds, ids, typeIds: default);

    /// <summary>Writes ids and type ids with the special tokens that the template puts around a single text.</summary>
    /// <param name="contentIds">The ids of the text, or of a window of it.</param>
    /// <param name="ids">Receives them with the special tokens.</param>
    /// <param name="typeIds">Receives the type ids; empty where they are not wanted.</param>
    /// <returns>How many ids were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="ids"/> or <paramref name="typeIds"/> is too short.</exception>
    public int WriteWithSpecialTokens(ReadOnlySpan<int> contentIds, Span<int> ids, Span<int> typeIds) =>
        Write(isPair: false, contentIds, pairIds: default, ids, typeIds);

    /// <summary>Writes ids and type ids with the special tokens that the template puts around a pair of texts.</summary>
    /// <param name="contentIds">The ids of the first text, or of a window of it.</param>
    /// <param name="pairIds">The same of the second text; may be empty.</param>
    /// <param name="ids">Receives them with the special tokens.</param>
    /// <param name="typeIds">Receives the type ids; empty where they are not wanted.</param>
    /// <returns>How many ids were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="ids"/> or <paramref name="typeIds"/> is too short.</exception>
    public int WritePairWithSpecialTokens(
        ReadOnlySpan<int> contentIds, ReadOnlySpan<int> pairIds, Span<int> ids, Span<int> typeIds) =>
        Write(isPair: true, contentIds, pairIds, ids, typeIds);

    /// <summary>Turns ids back into text.</summary>
    /// <param name="ids">The ids; those that no token has are passed over.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The text, which is the original one only as far as the tokenizer keeps it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> is null.</exception>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _pipeline.Decode(ids, skipSpecialTokens);
    }

    private int Write(bool isPair, ReadOnlySpan<int> contentIds, ReadOnlySpan<int> pairIds, Span<int> ids, Span<int> typeIds)
    {
        int count = 0;
        foreach (var part in _pipeline.Template.Parts(isPair, addSpecialTokens: true))
        {
            var written = part is TemplatePart.Special special ? special.Ids
                : part is TemplatePart.Text { IsSecond: true } ? pairIds
                : contentIds;
            if (written.Length > ids.Length - count)
                throw new ArgumentException("There is no room for the ids and the special tokens.", nameof(ids));
            written.CopyTo(ids[count..]);

            if (!typeIds.IsEmpty)
            {
                if (written.Length > typeIds.Length - count)
                    throw new ArgumentException("There is no room for the type ids.", nameof(typeIds));
                typeIds.Slice(count, written.Length).Fill(part.TypeId);
            }

            count += written.Length;
        }

        return count;
    }
}
