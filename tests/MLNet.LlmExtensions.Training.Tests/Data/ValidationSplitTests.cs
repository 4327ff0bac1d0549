using MLNet.LlmExtensions.Training.Data;

namespace MLNet.LlmExtensions.Training.Tests.Data;

public sealed class ValidationSplitTests
{
    [Fact]
    public void Each_class_gives_its_share()
    {
        TrainingExample[] examples = [.. Enumerable.Range(0, 400).Select(i => new TrainingExample($"text {i}", i % 10 == 0 ? 1 : 0))];

        var (training, validation) = ValidationSplit.Split(examples, 0.2, seed: 1);

        Assert.Equal(Enumerable.Range(0, 400), training.Concat(validation).Order());
        Assert.Equal(72, validation.Count(row => examples[row].Labels[0] == 0));
        Assert.Equal(8, validation.Count(row => examples[row].Labels[0] == 1));
    }

    [Fact]
    public void Equal_texts_stay_on_one_side()
    {
        TrainingExample[] examples = [.. Enumerable.Range(0, 300).Select(i => new TrainingExample($"text {i / 3}", i % 2) { TextPair = "b" })];

        var (training, validation) = ValidationSplit.Split(examples, 0.3, seed: 1);

        Assert.InRange(validation.Length, 80, 90);
        Assert.Empty(training.Select(row => examples[row].Text).Intersect(validation.Select(row => examples[row].Text)));
    }

    [Fact]
    public void The_seed_decides()
    {
        TrainingExample[] examples = [.. Enumerable.Range(0, 100).Select(i => new TrainingExample($"text {i}", i % 2))];

        Assert.Equal(ValidationSplit.Split(examples, 0.2, 5).Validation, ValidationSplit.Split(examples, 0.2, 5).Validation);
        Assert.NotEqual(ValidationSplit.Split(examples, 0.2, 5).Validation, ValidationSplit.Split(examples, 0.2, 6).Validation);
    }

    [Fact]
    public void Every_class_keeps_a_row_to_train_on()
    {
        // Two classes, one of them of equal texts only; and rows of several classes.
        TrainingExample[] single = [.. Enumerable.Range(0, 20).Select(i => new TrainingExample(i < 4 ? "same" : $"text {i}", i < 4 ? 1 : 0))];
        TrainingExample[] several = [.. Enumerable.Range(0, 60).Select(i => new TrainingExample($"text {i}", i % 20 == 0 ? [0, 1, 2] : [0, 1]))];

        var ofSingle = ValidationSplit.Split(single, 0.9, 1);
        var ofSeveral = ValidationSplit.Split(several, 0.9, 1);

        Assert.Equal([0, 1], ofSingle.Training.SelectMany(row => single[row].Labels).Distinct().Order());
        Assert.Equal([0, 1, 2], ofSeveral.Training.SelectMany(row => several[row].Labels).Distinct().Order());
        Assert.InRange(ofSeveral.Validation.Length, 50, 58);
    }
}
