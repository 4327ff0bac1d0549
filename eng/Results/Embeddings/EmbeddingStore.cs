using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using Results.Data;
using Results.Runs;

namespace Results.Embeddings;

/// <summary>
/// Embeds each data file once for a model and keeps the vectors in the work folder: a frozen model learns nothing, so runs with few
/// labels cost no more than the head. Splits of one file share its vectors.
/// </summary>
/// <param name="folder">Where vectors are kept.</param>
/// <param name="model">The frozen model.</param>
/// <param name="threads">The threads that the model runs on.</param>
internal sealed class EmbeddingStore(string folder, LanguageModel model, int threads)
{
    private readonly Dictionary<(string Data, EmbeddingKind Kind), EmbeddedTexts> _loaded = [];

    /// <summary>The vectors of a data set, from memory, from the work folder, or made.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="kind">How it is embedded.</param>
    /// <param name="cancellation">Gives up.</param>
    public EmbeddedTexts Of(DataSet data, EmbeddingKind kind, CancellationToken cancellation)
    {
        if (_loaded.TryGetValue((data.Sha256, kind), out var embedded))
            return embedded;
        var name = Path.Combine(folder, $"{data.Sha256[..16]}.{model.Fingerprint[..16]}{kind.Suffix}");
        embedded = Read(name, data) ?? Make(name, data, kind, cancellation);
        _loaded.Add((data.Sha256, kind), embedded);
        return embedded;
    }

    private static EmbeddedTexts? Read(string name, DataSet data)
    {
        if (!File.Exists(name + ".json"))
            return null;
        var record = JsonSerializer.Deserialize<EmbeddingRecord>(File.ReadAllBytes(name + ".json"), RunJson.Options)!;
        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(name + ".f32")).ToArray();
        return record.Rows == data.Rows.Count && values.Length == (long)record.Rows * record.Dimensions ? Embedded(values, data, record) : null;
    }

    private EmbeddedTexts Make(string name, DataSet data, EmbeddingKind kind, CancellationToken cancellation)
    {
        using var embedder = new TextEmbedder(model, new TextEmbedderOptions { IntraOpThreads = threads, Precision = kind.Precision, Pooling = kind.Pooling });
        var clock = Stopwatch.StartNew();
        var vectors = embedder.Embed([.. data.Rows.Select(row => row.Text)], cancellationToken: cancellation);
        var record = new EmbeddingRecord(vectors.Length, embedder.Dimensions, clock.Elapsed.TotalSeconds);
        var values = vectors.SelectMany(vector => vector).ToArray();
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(name + ".f32", MemoryMarshal.AsBytes<float>(values));
        WholeFile.Write(name + ".json", JsonSerializer.SerializeToUtf8Bytes(record, RunJson.Options));
        return Embedded(values, data, record);
    }

    private static EmbeddedTexts Embedded(float[] values, DataSet data, EmbeddingRecord record) =>
        new(values, [.. data.Rows.Select(row => row.Position)], record.Dimensions, record.Seconds / record.Rows);
}
