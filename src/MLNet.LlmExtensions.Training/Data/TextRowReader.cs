using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>
/// Turns texts and pairs into rows for a model: prompt, lower case, tokens, windows and special tokens, all as the model
/// wants them. Prediction reads the same way. Not thread-safe.
/// </summary>
internal sealed class TextRowReader
{
    private readonly LanguageModel _model;
    private readonly TextTokenizer _tokenizer;
    private readonly TextReading _reading;
    private readonly ModelVocabulary _vocabulary;
    private readonly TokenBuffer _first = new();
    private readonly TokenBuffer _second = new();
    private int[] _typeIds = [];

    public TextRowReader(LanguageModel model, TextReading reading)
    {
        _model = model;
        _tokenizer = model.Tokenizer;
        _reading = reading;
        _vocabulary = new ModelVocabulary(model);
    }

    /// <summary>The id for places without a token.</summary>
    public int PadTokenId => _vocabulary.PadTokenId;

    /// <summary>Texts and pairs so far that were read in several windows.</summary>
    public int ChunkedTexts { get; private set; }

    /// <summary>Texts and pairs so far whose end was cut off.</summary>
    public int TruncatedTexts { get; private set; }

    /// <summary>The rows of a text or a pair, in order.</summary>
    /// <param name="text">The text; <see langword="null"/> is the empty text.</param>
    /// <param name="textPair">The second text of a pair, or <see langword="null"/> for a single text.</param>
    /// <param name="name">What an exception calls the text.</param>
    /// <returns>At least one row, unless the text has no token at all, not even a special one.</returns>
    /// <exception cref="ArgumentException">The text is too long and <see cref="LongTextHandling.Throw"/> was chosen.</exception>
    /// <exception cref="InvalidDataException">The tokenizer gives ids that the model does not have.</exception>
    public TokenRow[] Read(string? text, string? textPair, string name)
    {
        Tokenize(_reading.Prompt, text, _first);
        Tokenize("", textPair, _second);
        var pair = textPair is not null;
        var specials = _tokenizer.SpecialTokenCount(pair);
        var capacity = _reading.MaximumLength - specials;
        var (first, second) = (_first.Count, _second.Count);
        if (first + second > capacity)
        {
            switch (_reading.LongText)
            {
                case LongTextHandling.Throw:
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} has {first + second + specials} tokens, more than the {_reading.MaximumLength} allowed. " +
                        $"Set LongText to {nameof(LongTextHandling.Chunk)} or shorten the text."));
                case LongTextHandling.Truncate:
                    TruncatedTexts++;
                    (first, second) = Truncation.LongestFirst(first, second, capacity);
                    break;
                default:
                    ChunkedTexts++;
                    break;
            }
        }

        if (first + second + specials == 0)
        {
            return [];
        }

        var plan = pair
            ? WindowPlan.Pair(first, second, capacity, _reading.ChunkOverlap)
            : WindowPlan.Single(first, capacity, _reading.ChunkOverlap);
        var rows = new TokenRow[plan.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var (firstPart, secondPart) = (plan.First(i), plan.Second(i));
            rows[i] = Row(
                _first.Ids.Slice(firstPart.Start, firstPart.Length),
                _second.Ids.Slice(secondPart.Start, secondPart.Length),
                firstPart.Length + secondPart.Length + specials,
                pair);
        }

        return rows;
    }

    private TokenRow Row(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int length, bool pair)
    {
        var ids = new int[length];
        if (_typeIds.Length < length)
        {
            _typeIds = new int[length];
        }

        var types = _typeIds.AsSpan(0, length);
        if (pair)
        {
            _tokenizer.WritePairWithSpecialTokens(first, second, ids, types);
        }
        else
        {
            _tokenizer.WriteWithSpecialTokens(first, ids, types);
        }

        _vocabulary.Check(ids);
        return new TokenRow(ids, types.ContainsAnyExcept(0) ? types.ToArray() : null);
    }

    private void Tokenize(string prompt, string? text, TokenBuffer destination)
    {
        destination.Clear();
        text ??= "";
        if (prompt.Length > 0)
        {
            text = prompt + text;
        }

        _tokenizer.EncodeContent(_model.EmbeddingSettings.LowerCase ? text.ToLowerInvariant() : text, destination);
    }
}
