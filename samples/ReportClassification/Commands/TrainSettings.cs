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

    /// <summary>How many trainings differ by nothing but the seed: <see cref="Seed"/>, <see cref="Seed"/> + 1, …</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>How the language model is fine-tuned; null where it is frozen.</summary>
    public FineTuningSettings? FineTuning { get; init; }

    public string? ResultFile { get; init; }

    public string? SavedModelFile { get; init; }

    /// <summary>Whether a trained model is kept, in whatever form.</summary>
    public bool KeepsModel => SavedModelFile is not null || FineTuning?.AdapterFolder is not null;

    public bool Quiet { get; init; }
}
