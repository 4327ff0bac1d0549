using System.ComponentModel.DataAnnotations;

namespace PredictionService.Settings;

/// <summary>The section "Service" of the configuration.</summary>
internal sealed class ServiceSettings
{
    public const string Section = "Service";

    /// <summary>The classifiers: their names, and the files that <c>ml.Model.Save</c> wrote.</summary>
    public Dictionary<string, string> Classifiers { get; set; } = [];

    /// <summary>Folders in which language models are looked for that are no longer where they were when a model was saved.</summary>
    public string[] LanguageModelFolders { get; set; } = [];

    /// <summary>What callers must send in the header X-Api-Key; empty: nothing.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The most bytes of a request.</summary>
    [Range(1024, 1L << 30)]
    public long MaximumBodyBytes { get; set; } = 4L << 20;

    /// <summary>The most characters of a text.</summary>
    [Range(1, int.MaxValue)]
    public int MaximumTextLength { get; set; } = 100_000;

    /// <summary>The most texts of a batch request.</summary>
    [Range(1, 100_000)]
    public int MaximumTexts { get; set; } = 256;

    /// <summary>The most sentences of a text that is explained: each costs a prediction.</summary>
    [Range(1, 1000)]
    public int MaximumSentences { get; set; } = 200;

    /// <summary>Requests that one caller may make in a second, in the long run; 0: any number.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>The most texts that may wait for one classifier.</summary>
    [Range(128, 1_000_000)]
    public int MaximumQueueLength { get; set; } = 1024;

    /// <summary>Threads that one batch uses on the CPU; null: one for each physical core.</summary>
    [Range(1, 1024)]
    public int? Threads { get; set; }
}
