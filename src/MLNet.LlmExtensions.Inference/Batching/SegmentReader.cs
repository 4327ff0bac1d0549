using System.Globalization;
using MLNet.LlmExtensions.Inference.Sessions;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Tokenization;
using MLNet.LlmExtensions.Models.Tokenization.Windows;

namespace MLNet.LlmExtensions.Inference.Batching;

/// <summary>Tokenises texts, as many as make one segment, and cuts them into windows.</summary>
internal sealed class SegmentReader
{
    private readonly TextTokenizer _tokenizer;
    private readonly ResolvedSettings _settings;
    private readonly LongTextHandling _longText;
    private readonly bool _hasPairs;
    private readonly bool _lowerCase;
    private readonly int _segmentTokens;
    private readonly int _capacity;

    public SegmentReader(LanguageModel model, ResolvedSettings settings, LongTextHandling longText, bool hasPairs, int segmentTokens)
    {
        _tokenizer = model.Tokenizer;
        _settings = settings;
        _longText = longText;
        _hasPairs = hasPairs;
        _lowerCase = model.EmbeddingSettings.LowerCase;
        _segmentTokens = segmentTokens;
        SpecialTokens = _tokenizer.SpecialTokenCount(hasPairs);
        _capacity = settings.MaximumLength - SpecialTokens;
    }

    /// <summary>Special tokens of each row.</summary>
    public int SpecialTokens { get; }

    /// <summary>Reads texts from <paramref name="first"/> on into the workspace.</summary>
    /// <returns>How many were read: at least one.</returns>
    public int Read<TSource>(
        Workspace workspace,
        in TSource source,
        int first,
        ref StatisticsCounter.Delta statistics,
        CancellationToken cancellationToken)
        where TSource : ITextSource, allows ref struct
    {
        var tokens = workspace.Tokens;
        tokens.Clear();
        workspace.Windows.Clear();
        workspace.WindowCounts.Clear();
        var text = first;
        while (text < source.Count && tokens.Count < _segmentTokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = tokens.Count;
            Tokenize(workspace, _settings.Prompt, source.Text(text));
            var pairStart = tokens.Count;
            if (_hasPairs)
            {
                Tokenize(workspace, prompt: "", source.TextPair(text));
            }

            var whole = new TextWindow(text - first, start, pairStart - start, pairStart, tokens.Count - pairStart);
            workspace.WindowCounts.Add(AddWindows(workspace.Windows, whole, text, ref statistics));
            text++;
        }

        statistics.Texts += text - first;
        return text - first;
    }

    private void Tokenize(Workspace workspace, string prompt, string? text)
    {
        if (prompt.Length == 0 && !_lowerCase)
        {
            _tokenizer.EncodeContent(text, workspace.Tokens);
            return;
        }

        // Room for the joined text and for its lower-case form, which cannot be made in place.
        var length = prompt.Length + (text?.Length ?? 0);
        var buffer = workspace.Characters(2 * length);
        var joined = buffer[..length];
        prompt.CopyTo(joined);
        text?.CopyTo(joined[prompt.Length..]);
        if (_lowerCase)
        {
            var lower = buffer[length..];
            ((ReadOnlySpan<char>)joined).ToLowerInvariant(lower);
            joined = lower;
        }

        _tokenizer.EncodeContent(joined, workspace.Tokens);
    }

    private int AddWindows(List<TextWindow> windows, TextWindow whole, int text, ref StatisticsCounter.Delta statistics)
    {
        if (whole.ContentLength == 0 && SpecialTokens == 0)
        {
            return 0;
        }

        var plan = _hasPairs
            ? WindowPlan.Pair(whole.Length, whole.PairLength, _capacity, _settings.ChunkOverlap)
            : WindowPlan.Single(whole.Length, _capacity, _settings.ChunkOverlap);
        var count = plan.Count;
        if (whole.ContentLength > _capacity)
        {
            switch (_longText)
            {
                case LongTextHandling.Throw:
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Text {text} has {whole.ContentLength + SpecialTokens} tokens, more than the {_settings.MaximumLength} allowed. " +
                        $"Set {nameof(TextEmbedderOptions.LongText)} to {nameof(LongTextHandling.Chunk)} or shorten the text."));
                case LongTextHandling.Truncate:
                    // A window has as much of each text as truncation leaves of it, and the first window has their beginnings.
                    statistics.TruncatedTexts++;
                    count = 1;
                    break;
                default:
                    statistics.ChunkedTexts++;
                    break;
            }
        }

        for (var window = 0; window < count; window++)
        {
            var (start, length) = plan.First(window);
            var (pairStart, pairLength) = plan.Second(window);
            windows.Add(new TextWindow(whole.Text, whole.Start + start, length, whole.PairStart + pairStart, pairLength));
        }

        return count;
    }
}
