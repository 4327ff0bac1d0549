using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>Normalizers one after another (<c>Sequence</c>). Nested sequences are flattened.</summary>
internal sealed class NormalizerSequence(IEnumerable<TextNormalizer> steps) : TextNormalizer
{
    private readonly TextNormalizer[] _steps =
        [.. steps.SelectMany(step => step is NormalizerSequence nested ? nested._steps : [step])];

    public override bool TryNormalize(ReadOnlySpan<char> source, CharBuffer destination, NormalizerScratch scratch)
    {
        var buffers = new TwoBuffers(destination, new CharBuffer());
        var result = Apply(source, ref buffers, scratch);
        if (buffers.Last is null) return false;
        if (buffers.Last != destination)
        {
            destination.Clear();
            destination.Append(result);
        }

        return true;
    }

    /// <summary>Runs the steps back and forth between two buffers; the result lies in one of them, or is the source.</summary>
    public ReadOnlySpan<char> Apply(ReadOnlySpan<char> source, Workspace workspace)
    {
        var buffers = new TwoBuffers(workspace.Normalized, workspace.NextNormalized);
        return Apply(source, ref buffers, workspace.NormalizerScratch);
    }

    private ReadOnlySpan<char> Apply(ReadOnlySpan<char> source, scoped ref TwoBuffers buffers, NormalizerScratch scratch)
    {
        var text = source;
        foreach (var step in _steps)
        {
            var destination = buffers.Free;
            destination.Clear();
            if (!step.TryNormalize(text, destination, scratch)) continue;
            text = destination.Span;
            buffers.Take(destination);
        }

        return text;
    }

    private struct TwoBuffers(CharBuffer first, CharBuffer second)
    {
        public CharBuffer? Last { get; private set; }

        public readonly CharBuffer Free => Last == first ? second : first;

        public void Take(CharBuffer buffer) => Last = buffer;
    }
}
