using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Benchmarks;

/// <summary>The model that is measured when none is given: MiniLM's shape (6 layers, 384 wide) with random weights.</summary>
internal static class BenchmarkModel
{
    public static LanguageModel Create(string folder, string vocabularyFile) => LanguageModel.FromPretrained(RandomBert.Create(
        folder, File.ReadAllLines(vocabularyFile), seed: 1, hidden: 384, heads: 12, layers: 6, positions: 512));
}
