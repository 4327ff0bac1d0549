using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>A step that splits text into pieces, and may rewrite it while it does. Immutable and thread-safe.</summary>
internal abstract class TextPreTokenizer
{
    /// <summary>Whether this step makes the text one character for each byte of its UTF-8 form.</summary>
    public virtual bool WritesBytes => false;

    /// <summary>Splits every piece further.</summary>
    public abstract void Apply(ref PreTokenization text);
}
