namespace MLNet.LlmExtensions.Inference.Encoders;

/// <summary>
/// What becomes of the pooled vectors of a call's texts. They come window by window, in no order that means anything; each
/// text is started before its first window and completed after its last.
/// </summary>
internal interface IVectorAccumulator
{
    /// <summary>A text begins.</summary>
    void Start(int text);

    /// <summary>The vector of one of a text's windows.</summary>
    void Add(int text, ReadOnlySpan<float> vector);

    /// <summary>A text is complete.</summary>
    /// <param name="text">The text.</param>
    /// <param name="windows">How many windows it had; 0 for a text without any token.</param>
    void Complete(int text, int windows);
}
