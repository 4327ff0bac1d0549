using Microsoft.ML.Tokenizers;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>A pipeline's splitting behind the official base class. Offsets are those of the text that was given.</summary>
internal sealed class PipelinePreTokenizer(TokenizerPipeline pipeline) : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) =>
        pipeline.Split(text).Select(piece => (piece.SourceStart, piece.SourceLength));
}
