namespace EncoderTraining.Model;

/// <summary>The sizes of a BERT encoder.</summary>
internal sealed record EncoderShape
{
    public required int VocabularySize { get; init; }

    public int HiddenSize { get; init; } = 192;

    public int LayerCount { get; init; } = 2;

    public int HeadCount { get; init; } = 6;

    public int IntermediateSize { get; init; } = 512;

    public int MaximumPositions { get; init; } = 256;
}
