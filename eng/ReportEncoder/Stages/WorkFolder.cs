using System.Text.Json;

namespace ReportEncoder.Stages;

/// <summary>Where the stages hand on their files.</summary>
internal sealed class WorkFolder(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string Texts => Path.Combine(path, "texts.jsonl");

    public string Pairs => Path.Combine(path, "pairs.jsonl");

    public string Triples => Path.Combine(path, "triples.jsonl");

    public string Tokenizer => Path.Combine(path, "tokenizer");

    /// <summary>The model that a stage left.</summary>
    public string Model(string name) => Path.Combine(path, name);

    /// <summary>Where the training of a model keeps its checkpoints.</summary>
    public string Checkpoints(string name) => Path.Combine(path, name + "-checkpoints");

    /// <summary>Makes the folder where it is absent.</summary>
    public void Create() => Directory.CreateDirectory(path);

    /// <summary>Whether a stage has done its work: it writes its record last.</summary>
    public bool Has(string name) => File.Exists(RecordPath(name));

    public void WriteRecord<T>(string name, T record) =>
        File.WriteAllText(RecordPath(name), JsonSerializer.Serialize(record, Indented) + "\n");

    /// <exception cref="InvalidOperationException">The stage has not been run.</exception>
    public T ReadRecord<T>(string name) => Has(name)
        ? JsonSerializer.Deserialize<T>(File.ReadAllText(RecordPath(name)))
            ?? throw new InvalidDataException($"'{RecordPath(name)}' is empty.")
        : throw new InvalidOperationException($"'{RecordPath(name)}' is missing: the stage that makes '{name}' has not been run.");

    private string RecordPath(string name) => Path.Combine(path, name + ".json");
}
