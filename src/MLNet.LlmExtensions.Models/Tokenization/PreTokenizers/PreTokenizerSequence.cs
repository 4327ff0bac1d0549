using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>Pre-tokenizers one after another (<c>Sequence</c>).</summary>
internal sealed class PreTokenizerSequence(IEnumerable<TextPreTokenizer> steps) : TextPreTokenizer
{
    private readonly TextPreTokenizer[] _steps = [.. steps];

    public override bool WritesBytes => _steps.Any(step => step.WritesBytes);

    public override void Apply(ref PreTokenization text)
    {
        foreach (var step in _steps) step.Apply(ref text);
    }
}
