// The README's example, with something at stake: it fails unless the saved classifier, read again, says the same.
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.AutoML;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Serving;

Report[] reports =
[
    new("No pleural effusion. Lungs are clear.", "normal"), new("Heart size normal. No acute findings.", "normal"),
    new("Lungs clear, no pneumothorax.", "normal"), new("Normal chest radiograph.", "normal"),
    new("No focal consolidation or effusion.", "normal"), new("Unremarkable study of the chest.", "normal"),
    new("Large left pleural effusion.", "abnormal"), new("Right lower lobe consolidation.", "abnormal"),
    new("Acute rib fracture with pneumothorax.", "abnormal"), new("Cardiomegaly and pulmonary edema.", "abnormal"),
    new("New nodule in the left upper lobe.", "abnormal"), new("Worsening opacity suggests pneumonia.", "abnormal"),
];

var ml = new MLContext(seed: 1);
var model = LanguageModel.FromPretrained(args[0]);
var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.Transforms.Text.LlmEmbedding("Features", "Text", model))
    .Append(ml.MulticlassClassification.Trainers.LinearProbe())
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var data = ml.Data.LoadFromEnumerable(reports);
var trained = pipeline.Fit(data);

var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
ml.Model.Save(trained, data.Schema, path);
var loaded = ml.Model.Load(path, out _);
using var served = SavedTextClassifier.Load(new LlmTextClassifierOptions { ModelPath = path });
File.Delete(path);

using var before = ml.Model.CreatePredictionEngine<Report, Prediction>(trained);
using var after = ml.Model.CreatePredictionEngine<Report, Prediction>(loaded);
var correct = 0;
foreach (var report in reports)
{
    var (expected, actual) = (before.Predict(report), after.Predict(report));
    var answer = served.Classify([report.Text])[0];
    if (answer.Label != expected.PredictedLabel
        || expected.PredictedLabel != actual.PredictedLabel
        || expected.Score.Zip(actual.Score).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-5))
    {
        throw new InvalidOperationException("The loaded model predicts something else than the saved one.");
    }

    correct += actual.PredictedLabel == report.Label ? 1 : 0;
}

var sweep = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.Auto().LlmEmbedding(model)).Append(ml.Auto().LinearProbe());
var runner = new TextClassificationTrialRunner(ml, sweep, data, data);
_ = ml.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 1 }).SetTextClassification(runner).SetMaxModelToExplore(3).Run();
if (runner.Trials.FirstOrDefault(trial => trial.Failure is not null) is { } failed)
{
    throw new InvalidOperationException($"A trial of the sweep failed: {failed.Failure}");
}

Console.WriteLine(
    $"{correct} of {reports.Length} training reports are classified as labelled; the loaded and the served model agree with the saved one; {runner.Trials.Count} trials.");

internal sealed record Report(string Text, string Label)
{
    public Report()
        : this("", "")
    {
    }
}

internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
