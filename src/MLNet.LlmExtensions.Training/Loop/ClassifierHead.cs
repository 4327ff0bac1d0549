using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>The linear layer from a text's vector to one logit for each class. Disposing frees it.</summary>
internal sealed class ClassifierHead : IDisposable
{
    /// <summary>The names of the two parameters.</summary>
    public const string WeightName = "classifier.weight";

    /// <inheritdoc cref="WeightName"/>
    public const string BiasName = "classifier.bias";

    // The standard deviation that BERT's own heads begin with.
    private const double InitialDeviation = 0.02;

    private readonly double _dropout;
    private readonly int _dimensions;

    /// <param name="classes">Logits.</param>
    /// <param name="dimensions">Components of a vector.</param>
    /// <param name="dropout">The share of a vector that is dropped in training.</param>
    /// <param name="seed">Of the initial weights.</param>
    /// <param name="device">Where it lives.</param>
    public ClassifierHead(int classes, int dimensions, double dropout, long seed, Device device)
    {
        _dropout = dropout;
        _dimensions = dimensions;
        var random = new SeededRandom(seed);
        var weight = new float[classes * dimensions];
        for (var i = 0; i < weight.Length; i++)
        {
            weight[i] = (float)(InitialDeviation * random.NextNormal());
        }

        Weight = tensor(weight, [classes, dimensions], dtype: ScalarType.Float32, device: device, requires_grad: true)
            .DetachFromDisposeScope();
        Bias = zeros([classes], dtype: ScalarType.Float32, device: device, requires_grad: true).DetachFromDisposeScope();
        Parameters = [new TrainableParameter(WeightName, Weight, Decays: true), new TrainableParameter(BiasName, Bias, Decays: false)];
    }

    /// <summary>Float32 [classes, dimensions].</summary>
    public Tensor Weight { get; }

    /// <summary>Float32 [classes].</summary>
    public Tensor Bias { get; }

    /// <summary>Both.</summary>
    public IReadOnlyList<TrainableParameter> Parameters { get; }

    /// <summary>Goes on with the weights of a trained head.</summary>
    /// <param name="weight">[classes, dimensions].</param>
    /// <param name="bias">[classes].</param>
    public void Load(DenseTensor weight, DenseTensor bias)
    {
        TensorValues.Set(Weight, weight.Values);
        TensorValues.Set(Bias, bias.Values);
    }

    /// <summary>The logits, [rows, classes].</summary>
    public Tensor Logits(Tensor vectors) => nn.functional.linear(vectors, Weight, Bias);

    /// <summary>The logits with dropout.</summary>
    /// <param name="vectors">[rows, dimensions].</param>
    /// <param name="seed">Decides what is dropped, the same on every device.</param>
    public Tensor TrainingLogits(Tensor vectors, long seed)
    {
        if (_dropout == 0)
        {
            return Logits(vectors);
        }

        var rows = (int)vectors.shape[0];
        var random = new SeededRandom(seed);
        var kept = (float)(1 / (1 - _dropout));
        var mask = new float[rows * _dimensions];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = random.NextDouble() < _dropout ? 0 : kept;
        }

        return Logits(vectors.mul(tensor(mask, [rows, _dimensions], dtype: ScalarType.Float32, device: vectors.device)));
    }

    public void Dispose()
    {
        Weight.Dispose();
        Bias.Dispose();
    }
}
