using MLNet.LlmExtensions.Rows;

namespace MLNet.LlmExtensions.Embedding;

/// <summary>The embedding of a text column.</summary>
internal sealed class EmbeddingComputation(LlmEmbeddingTransformer transformer) : TextComputation
{
    /// <summary>What users call it.</summary>
    public const string Name = "LlmEmbedding";

    public override string Operation => Name;

    public override IReadOnlyList<string> TextColumns { get; } = [transformer.Options.InputColumnName];

    public override IReadOnlyList<OutputColumn> Outputs => [new VectorOutput(transformer.Options.OutputColumnName, Width, annotations: null)];

    public override int Width => transformer.LoadDimensions();

    public override int LookAheadRows => transformer.Options.LookAheadRows;

    public override int LookAheadCharacters => transformer.Options.LookAheadCharacters;

    public override void Compute(ReadOnlySpan<string?> texts, ReadOnlySpan<string?> textPairs, Span<float> destination) =>
        transformer.Session.Embed(texts, destination, transformer.Options.CancellationToken);

    public override void Report(long rows, long? totalRows) =>
        transformer.Options.Progress?.Report(new LlmEmbeddingProgress(rows, totalRows));
}
