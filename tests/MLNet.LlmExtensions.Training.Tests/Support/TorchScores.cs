using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization.Windows;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Support;

/// <summary>The scores of a classifier, computed by libtorch text by text from what the classifier holds.</summary>
internal static class TorchScores
{
    /// <summary>Logits of each text.</summary>
    public static float[][] Logits(LanguageModel model, FineTunedClassifier classifier, IEnumerable<TrainingExample> examples)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var options = new GraphOptions { Pooling = classifier.Pooling, Normalize = false };
        var edited = TransferGraph.Build(model, options, classifier.Configuration, AdapterPlacement.Initializers);
        using var graph = new TorchGraph(edited.Model, edited.Trainable, new TorchGraphOptions());
        Assert.Equal(graph.Parameters.Select(parameter => parameter.Name).Order(), classifier.Tensors.Keys.Order());
        foreach (var parameter in graph.Parameters)
        {
            TensorValues.Set(parameter.Tensor, classifier.Tensors[parameter.Name].Values);
        }

        var reading = TextReading.Resolve(
            model,
            classifier.Prompt ?? "",
            null,
            classifier.MaximumLength,
            classifier.LongText,
            classifier.ChunkOverlap,
            classifier.HasPairs,
            nameof(classifier));
        var reader = new TextRowReader(model, reading);
        var weight = tensor(classifier.HeadWeight.Values, classifier.HeadWeight.Shape.ToArray());
        var bias = tensor(classifier.HeadBias.Values);
        return [.. examples.Select(example =>
        {
            var vectors = new TextVectors(graph, [new TokenizedExample(reader.Read(example.Text, example.TextPair, "text"), example.Labels)], reader.PadTokenId);
            return TensorValues.ToArray(nn.functional.linear(vectors.Forward([0]), weight, bias));
        })];
    }
}
