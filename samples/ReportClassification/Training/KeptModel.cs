using ReportClassification.Files;

namespace ReportClassification.Training;

/// <summary>Where a trained model goes.</summary>
/// <param name="PipelineFile">The file for the pipeline, or null.</param>
/// <param name="AdapterFolder">The folder for a LoRA adapter, or null.</param>
internal sealed record KeptModel(OutputFile? PipelineFile, string? AdapterFolder)
{
    /// <summary>Whether it goes anywhere.</summary>
    public bool IsWanted => PipelineFile is not null || AdapterFolder is not null;
}
