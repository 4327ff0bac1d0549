using System.Text.Json.Nodes;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests;

/// <summary>A small BERT folder whose files a test changes before it opens them.</summary>
internal sealed class TinyModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyModel() => TinyBert.Create(_folder.Path);

    public string Folder => _folder.Path;

    public string File(string name) => _folder.File(name);

    public LanguageModel Open() => LanguageModel.FromPretrained(Folder);

    /// <summary>Changes fields of a JSON file; a null removes the field.</summary>
    public TinyModel With(string file, params (string Field, JsonNode? Value)[] fields)
    {
        var json = System.IO.File.Exists(File(file)) ? JsonNode.Parse(System.IO.File.ReadAllText(File(file)))!.AsObject() : [];
        foreach (var (field, value) in fields)
        {
            json.Remove(field);
            if (value is not null)
                json.Add(field, value);
        }

        return WithText(file, json.ToJsonString());
    }

    /// <summary>Writes a file, and the folders it lies in.</summary>
    public TinyModel WithText(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(file))!);
        System.IO.File.WriteAllText(File(file), content);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
