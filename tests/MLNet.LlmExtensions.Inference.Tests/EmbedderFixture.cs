using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests;

/// <summary>A tiny model of random weights, and texts of words that are one token each.</summary>
public sealed class EmbedderFixture : IDisposable
{
    private static readonly string[] Words =
        ["no", "acute", "pleural", "effusion", "small", "left", "lungs", "clear", "normal", "heart", "size", "stable", "mild", "edema"];

    private readonly TemporaryFolder _folder = new();

    public EmbedderFixture()
    {
        Model = LanguageModel.FromPretrained(TinyBert.Create(_folder.File("tiny-bert")));
        Embedder = new TextEmbedder(Model, new TextEmbedderOptions { Device = DevicePreference.Cpu });
    }

    public LanguageModel Model { get; }

    public TextEmbedder Embedder { get; }

    /// <summary>A text of so many words, and so many tokens without special ones.</summary>
    public static string Text(int words, int seed = 0) => string.Join(' ', WordList(words, seed));

    public static string[] WordList(int words, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)])];
    }

    public TextEmbedder CreateEmbedder(TextEmbedderOptions options) =>
        new(Model, options with { Device = DevicePreference.Cpu });

    public void Dispose()
    {
        Embedder.Dispose();
        _folder.Dispose();
    }
}
