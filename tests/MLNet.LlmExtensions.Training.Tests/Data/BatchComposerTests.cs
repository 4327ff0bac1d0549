using MLNet.LlmExtensions.Training.Data;

namespace MLNet.LlmExtensions.Training.Tests.Data;

public sealed class BatchComposerTests
{
    [Fact]
    public void Rows_are_padded_to_the_longest_and_masked()
    {
        var batch = BatchComposer.Compose([Example([5, 6]), Example([7, 8, 9])], padTokenId: 3);

        Assert.Equal((2, 3), (batch.Tokens.Rows, batch.Tokens.Length));
        Assert.Equal([5, 6, 3, 7, 8, 9], batch.Tokens.InputIds);
        Assert.Equal([1, 1, 0, 1, 1, 1], batch.Tokens.AttentionMask);
        Assert.Null(batch.Tokens.TokenTypeIds);
        Assert.Null(batch.Averages);
    }

    [Fact]
    public void Type_ids_are_there_when_one_row_has_them()
    {
        var pair = new TokenizedExample([new TokenRow([1, 2], [0, 1])], [0]);

        var batch = BatchComposer.Compose([pair, Example([4])], padTokenId: 0);

        Assert.Equal([0, 1, 0, 0], batch.Tokens.TokenTypeIds!);
    }

    [Fact]
    public void The_windows_of_a_text_stay_together_and_are_averaged()
    {
        var text = new TokenizedExample([new TokenRow([1], null), new TokenRow([2], null)], [0]);

        var batch = BatchComposer.Compose([Example([9]), text, new TokenizedExample([], [1])], padTokenId: 0);

        Assert.Equal([9, 1, 2], batch.Tokens.InputIds);
        Assert.Equal([1f, 0, 0, 0, 0.5f, 0.5f, 0, 0, 0], batch.Averages!);
    }

    [Fact]
    public void Texts_without_a_token_alone_in_a_batch_get_a_row_that_belongs_to_nobody()
    {
        var batch = BatchComposer.Compose([new TokenizedExample([], [1])], padTokenId: 2);

        Assert.Equal([2], batch.Tokens.InputIds);
        Assert.Equal([1], batch.Tokens.AttentionMask);
        Assert.Equal([0f], batch.Averages!);
    }

    private static TokenizedExample Example(int[] ids) => new([new TokenRow(ids, null)], [0]);
}
