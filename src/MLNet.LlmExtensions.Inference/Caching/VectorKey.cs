namespace MLNet.LlmExtensions.Inference.Caching;

/// <summary>A vector: whose it is, and of which text.</summary>
internal sealed record VectorKey(string Space, TextHash Text);
