using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using ReportClassification.Data;
using ReportClassification.Pipelines;

namespace ReportClassification.Commands;

/// <summary>What the user asked the training command to do.</summary>
internal sealed record TrainSettings
{
    public required string DataFile { get; init; }

    public required ReportColumns Columns { get; init; }

    public required string ModelFolder { get; init; }

    public Head Head { get; init; }

    public ClassWeighting ClassWeighting { get; init; } = ClassWeighting.SquareRoot;

    public TextEmbedderOptions Embedder { get; init; } = new();

    public int? Folds { get; init; }

    public double TestFraction { get; init; } = 0.2;

    public int Seed { get; init; } = 1;

    public string? ResultFile { get; init; }

    public string? SavedModelFile { get; init; }

    public bool Quiet { get; init; }
}
