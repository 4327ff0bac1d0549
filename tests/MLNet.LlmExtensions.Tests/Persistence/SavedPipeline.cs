using Microsoft.ML;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Persistence;

/// <summary>A trained and saved pipeline, with the scores that it gave before it was saved.</summary>
internal sealed class SavedPipeline
{
    public static readonly string[] Texts = ["lungs clear heart normal", "large left pleural effusion", "", "chronic fracture of the right nodule " + new string('x', 90)];

    public SavedPipeline(string folder, LanguageModel model, LlmEmbeddingOptions options, Func<IEstimator<ITransformer>, IEstimator<ITransformer>>? wrap = null)
    {
        Path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N") + ".zip");
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(Reports.Create(60));
        IEstimator<ITransformer> embedding = ml.Transforms.Text.LlmEmbedding(model, options);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(wrap?.Invoke(embedding) ?? embedding)
            .Append(ml.MulticlassClassification.Trainers.LinearProbe(new LinearProbeOptions { L2Regularization = 1 }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var fitted = pipeline.Fit(data);
        Expected = Score(fitted);
        ml.Model.Save(fitted, data.Schema, Path);
    }

    public string Path { get; }

    public Prediction[] Expected { get; }

    public static Prediction[] Score(ITransformer model)
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(Texts.Select(text => new Report { Text = text }));
        return [.. ml.Data.CreateEnumerable<Prediction>(model.Transform(data), reuseRowObject: false)];
    }

    public static void Same(IReadOnlyList<Prediction> expected, IReadOnlyList<Prediction> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].PredictedLabel, actual[i].PredictedLabel);
            VectorAssert.Near(expected[i].Score, actual[i].Score, 1e-5f);
        }
    }
}
