using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Training.Tests.Pretraining;

/// <summary>New models that are small enough to be trained within a test, with the WordPiece tokenizer of <c>TinyBert</c>.</summary>
internal static class TinyModels
{
    // The special tokens of the vocabulary, whose files do not say which is which.
    public const int Unknown = 1;
    public const int Cls = 2;
    public const int Sep = 3;
    public const int Mask = 4;

    public static LanguageModel Bert(TemporaryFolder folder, int hidden = 32, int layers = 2, int seed = 1) =>
        Create(folder, new NewBert { HiddenSize = hidden, LayerCount = layers, HeadCount = 4, MaximumPositions = 48 }, seed);

    public static LanguageModel Llama(TemporaryFolder folder, int hidden = 32, int layers = 2, bool tied = true) =>
        Create(folder, new NewLlama { HiddenSize = hidden, LayerCount = layers, HeadCount = 4, KeyValueHeadCount = 2, MaximumPositions = 48, TieEmbeddings = tied }, 1);

    public static LanguageModel Gpt2(TemporaryFolder folder) => Create(folder, new NewGpt2 { HiddenSize = 32, LayerCount = 2, MaximumPositions = 48 }, 1);

    public static LanguageModel Create(TemporaryFolder folder, NewModelConfiguration configuration, int seed) =>
        NewLanguageModel.Create(folder.File($"new-{Guid.NewGuid():N}"), Tokenizer(folder), configuration, seed);

    public static string Tokenizer(TemporaryFolder folder)
    {
        var path = folder.File("tokenizer");
        return Directory.Exists(path) ? path : TinyBert.Create(path);
    }
}
