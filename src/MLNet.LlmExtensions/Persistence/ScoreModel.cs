using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLNet.LlmExtensions.FineTuning.Tasks;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>
/// The end of the chain that stands for a saved classifier: a linear model of ML.NET's own that turns a vector of log-probabilities
/// back into the probabilities.
/// </summary>
/// <remarks>
/// Only ML.NET's own classifiers save the names of classes (the values of the predicted key, the names of the score's slots), and a
/// model of theirs can only be had by training. So one is trained whose answer is known: class i has one row, the i-th unit vector.
/// By symmetry its weights are the identity times a scale, up to the same number in a column, which the softmax does not see, and
/// no bias. Given log-probabilities divided by the scale, it gives the probabilities. For yes or no it is a logistic regression
/// on one number, given the log-odds.
/// </remarks>
internal static class ScoreModel
{
    private const string Label = "Label";

    /// <summary>Makes the model for several classes.</summary>
    /// <param name="context">The environment.</param>
    /// <param name="features">The name of the column that it reads.</param>
    /// <param name="keys">The classes.</param>
    /// <returns>The model and the scale.</returns>
    public static (ITransformer Model, float Scale) Multiclass(MLContext context, string features, ClassKeys keys)
    {
        var trained = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = Label,
            FeatureColumnName = features,
            L1Regularization = 0,
            L2Regularization = 0.01f,
            NumberOfThreads = 1,
            DenseOptimizer = true,
        }).Fit(new UnitVectors(features, Label, keys));
        var weights = default(VBuffer<float>[]);
        trained.Model.GetWeights(ref weights, out _);
        return (trained, weights[0].GetItemOrDefault(0) - weights[0].GetItemOrDefault(1));
    }

    /// <summary>Makes the model for yes or no.</summary>
    /// <param name="context">The environment.</param>
    /// <param name="features">The name of the column that it reads, a vector of one number.</param>
    /// <returns>The model, and what it multiplies the number with and then adds.</returns>
    public static (ITransformer Model, float Scale, float Offset) Binary(MLContext context, string features)
    {
        var definition = SchemaDefinition.Create(typeof(Example));
        definition[nameof(Example.Features)].ColumnName = features;
        var data = context.Data.LoadFromEnumerable(
            (Example[])[new() { Features = [-1], Label = false }, new() { Features = [1], Label = true }], definition);
        var trained = context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(Example.Label),
            FeatureColumnName = features,
            L1Regularization = 0,
            L2Regularization = 0.01f,
            NumberOfThreads = 1,
            DenseOptimizer = true,
        }).Fit(data);
        var linear = trained.Model.SubModel;
        return (trained, linear.Weights[0], linear.Bias);
    }

    private sealed class Example
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
