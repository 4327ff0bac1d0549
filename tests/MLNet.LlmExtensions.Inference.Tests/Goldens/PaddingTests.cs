using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>A text's vector does not depend on the batch it is in, nor on how much padding there is and where.</summary>
public sealed class PaddingTests
{
    private const float SameText = 1e-5f;

    public static TheoryData<string, string> Checkpoints => ReferenceCheckpoints.All;

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Text_alone_and_in_a_padded_batch_agree(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        using var runner = Runner(checkpoint, PoolingMode.Mean);
        var batch = file.Batch("b2");
        var together = runner.Run(batch.Padded(7, left: false, PadId(checkpoint)));
        var size = together.Length / batch.Rows;
        for (var row = 0; row < batch.Rows; row++)
            GoldenAssert.Equal(runner.Run(batch.Alone(row)), together.AsSpan(row * size, size), $"{checkpoint} row {row}", SameText);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Padding_on_the_left_changes_no_pooled_vector(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        var batch = file.Batch("b2");
        foreach (var mode in new[] { PoolingMode.LastToken, PoolingMode.Cls, PoolingMode.Mean, PoolingMode.Max, PoolingMode.WeightedMean })
        {
            using var runner = Runner(checkpoint, mode);
            GoldenAssert.Equal(runner.Run(batch), runner.Run(batch.LeftPadded(PadId(checkpoint))), $"{checkpoint} {mode}", SameText);
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Row_without_tokens_is_zero_and_harms_no_other(string checkpoint, string golden)
    {
        using var file = new GoldenFile(golden);
        var full = file.Batch("b3");
        var mask = full.Mask.ToArray();
        mask.AsSpan(0, full.Columns).Clear();
        foreach (var mode in new[] { PoolingMode.LastToken, PoolingMode.Cls, PoolingMode.Mean, PoolingMode.Max, PoolingMode.WeightedMean })
        {
            using var runner = Runner(checkpoint, mode, normalize: true);
            var actual = runner.Run(full with { Mask = mask });
            var size = actual.Length / 2;
            Assert.All(actual[..size], value => Assert.Equal(0f, value));
            GoldenAssert.Equal(runner.Run(full).AsSpan(size), actual.AsSpan(size), $"{checkpoint} {mode}", SameText);
        }
    }

    private static GraphRunner Runner(string checkpoint, PoolingMode mode, bool normalize = false) =>
        new(LanguageModel.FromPretrained(SharedData.PathTo($"reference/checkpoints/{checkpoint}"))
            .BuildGraph(new GraphOptions { Pooling = mode, Normalize = normalize }));

    private static long PadId(string checkpoint) => checkpoint == "roberta" ? 1 : 0;
}
