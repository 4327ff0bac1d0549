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
    private readonly bool _lowerCase;
    private readonly int _segmentTokens;
    private readonly int _capacity;

    public SegmentReader(LanguageModel model, ResolvedSettings settings, LongTextHandling longText, int segmentTokens)
    {
        _tokenizer = model.Tokenizer;
        _settings = settings;
        _longText = longText;
        _lowerCase = model.EmbeddingSettings.LowerCase;
        _segmentTokens = segmentTokens;
        SpecialTokens = _tokenizer.SpecialTokenCount();
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
            Tokenize(workspace, source.Text(text));
            workspace.WindowCounts.Add(AddWindows(workspace, text, first, start, tokens.Count - start, ref statistics));
            text++;
        }

        statistics.Texts += text - first;
        return text - first;
    }

    private void Tokenize(Workspace workspace, string? text)
    {
        if (_settings.Prompt.Length == 0 && !_lowerCase)
        {
            _tokenizer.EncodeContent(text, workspace.Tokens);
            return;
        }

        // Room for the joined text and for its lower-case form, which cannot be made in place.
        var length = _settings.Prompt.Length + (text?.Length ?? 0);
        var buffer = workspace.Characters(2 * length);
        var joined = buffer[..length];
        _settings.Prompt.CopyTo(joined);
        text?.CopyTo(joined[_settings.Prompt.Length..]);
        if (_lowerCase)
        {
            var lower = buffer[length..];
            ((ReadOnlySpan<char>)joined).ToLowerInvariant(lower);
            joined = lower;
        }

        _tokenizer.EncodeContent(joined, workspace.Tokens);
    }

    private int AddWindows(
        Workspace workspace, int text, int firstText, int start, int length, ref StatisticsCounter.Delta statistics)
    {
        if (length == 0 && SpecialTokens == 0)
        {
            return 0;
        }

        if (length > _capacity)
        {
            switch (_longText)
            {
                case LongTextHandling.Throw:
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Text {text} has {length + SpecialTokens} tokens, more than the {_settings.MaximumLength} allowed. " +
                        $"Set {nameof(TextEmbedderOptions.LongText)} to {nameof(LongTextHandling.Chunk)} or shorten the text."));
                case LongTextHandling.Truncate:
                    statistics.TruncatedTexts++;
                    length = _capacity;
                    break;
                default:
                    statistics.ChunkedTexts++;
                    break;
            }
        }

        var count = TextWindower.Count(length, _capacity, _settings.ChunkOverlap);
        for (var i = 0; i < count; i++)
        {
            var offset = TextWindower.Start(i, count, length, _capacity);
            workspace.Windows.Add(new TextWindow(text - firstText, start + offset, Math.Min(length, _capacity)));
        }

        return count;
    }
}
