using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Serving.Tests;

public sealed class SavedTextClassifierTests(SavedReports fixture)
{
    [Theory]
    [InlineData(nameof(SavedReports.Frozen))]
    [InlineData(nameof(SavedReports.FineTuned))]
    public void A_batch_has_the_answers_of_a_prediction_engine(string name)
    {
        var path = name == nameof(SavedReports.Frozen) ? fixture.Frozen : fixture.FineTuned;
        using var classifier = SavedTextClassifier.Load(OnCpu(path));
        using var engine = SavedReports.Ml.Model.CreatePredictionEngine<Report, LlmTextClassifierTests.Scored>(SavedReports.Ml.Model.Load(path, out _));

        var answers = classifier.Classify(SavedReports.Texts);

        Assert.Equal(["effusion", "fracture", "normal"], classifier.Classes.Order());
        Assert.Equal(SavedReports.Texts.Length, answers.Count);
        foreach (var (text, answer) in SavedReports.Texts.Zip(answers))
        {
            Assert.Equal(classifier.Classes, answer.Probabilities.Keys);
            Assert.All(answer.Probabilities.Values.Zip(engine.Predict(new Report { Text = text }).Score), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        }
    }

    [Fact]
    public void Yes_or_no_has_two_classes_and_no_text_no_answer()
    {
        using var classifier = SavedTextClassifier.Load(OnCpu(fixture.FrozenBinary));

        Assert.Equal(["False", "True"], classifier.Classes);
        Assert.Empty(classifier.Classify([]));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        using var classifier = SavedTextClassifier.Load(OnCpu(fixture.Frozen));

        Assert.Throws<ArgumentException>(() => classifier.Classify(["clear", null!]));
        Assert.Contains("ModelPath", Assert.Throws<ArgumentException>(() => SavedTextClassifier.Load(new LlmTextClassifierOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("absent.zip", Assert.Throws<FileNotFoundException>(() => SavedTextClassifier.Load(OnCpu("absent.zip"))).Message, StringComparison.Ordinal);
    }

    private static LlmTextClassifierOptions OnCpu(string path) => new() { ModelPath = path, Device = DevicePreference.Cpu, IntraOpThreads = 1 };
}
