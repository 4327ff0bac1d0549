using System.Security.Cryptography;
using System.Text.Json;

namespace Results.Runs;

/// <summary>What decides the figures of a run. Where all of it is the same, the run need not be made again.</summary>
internal sealed record RunIdentity
{
    /// <summary>The name of the data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>The hash of its file.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>The name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Its settings.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Labelled rows of each class; null for all.</summary>
    public int? LabelsPerClass { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The language model; null where none is used.</summary>
    public RunModel? Model { get; init; }

    /// <summary>A short hash of all this, for file names.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Options)))[..12];
}
