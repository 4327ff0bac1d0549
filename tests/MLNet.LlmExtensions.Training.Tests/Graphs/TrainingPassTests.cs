using System.Runtime.InteropServices;
using Google.Protobuf;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>A pass forwards and backwards in all its forms, on a random model that needs no data from elsewhere.</summary>
public sealed class TrainingPassTests : IDisposable
{
    private const int Hidden = 32, Vocabulary = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;

    public TrainingPassTests()
    {
        string[] vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(5, Vocabulary - 5).Select(i => $"w{i}")];
        _model = LanguageModel.FromPretrained(RandomBert.Create(_folder.File("model"), vocabulary, seed: 3, Hidden, heads: 4, layers: 3, positions: 32));
    }

    public static TheoryData<TransferMethod> Methods => [TransferMethod.Lora, TransferMethod.LastLayers, TransferMethod.Full, TransferMethod.Prefix];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Checkpointing_changes_no_gradient(TransferMethod method) => AssertCheckpointingChangesNothing(method, useDora: false);

    [Fact]
    public void Checkpointing_changes_no_gradient_of_DoRA() => AssertCheckpointingChangesNothing(TransferMethod.Lora, useDora: true);

    [Theory]
    [InlineData(TransferMethod.Lora, false)]
    [InlineData(TransferMethod.Lora, true)]
    [InlineData(TransferMethod.Full, false)]
    [InlineData(TransferMethod.Prefix, false)]
    public void Checkpointing_finds_a_piece_for_each_layer(TransferMethod method, bool useDora)
    {
        using var graph = Open(method, new TorchGraphOptions { GradientCheckpointing = true }, useDora: useDora);
        Assert.InRange(graph.PieceCount, 3, 5);
    }

    [Theory]
    [InlineData(FrozenWeightPrecision.Int8)]
    [InlineData(FrozenWeightPrecision.Nf4)]
    public void DoRA_leaves_the_weights_in_fewer_bits(FrozenWeightPrecision precision)
    {
        var (loss, gradients) = Gradients(TransferMethod.Lora, new TorchGraphOptions { FrozenWeights = precision }, useDora: true);
        var (lossOfWidened, gradientsOfWidened) = Gradients(TransferMethod.Lora, new TorchGraphOptions(), widened: precision, useDora: true);
        var (lossOfExact, _) = Gradients(TransferMethod.Lora, new TorchGraphOptions(), useDora: true);
        Assert.NotEqual(lossOfExact, loss, 1e-6);
        Assert.Equal(lossOfWidened, loss, 1e-4);
        foreach (var (name, gradient) in gradientsOfWidened)
            Close.Equal(gradient, gradients[name], 1e-4, name);
    }

    private void AssertCheckpointingChangesNothing(TransferMethod method, bool useDora)
    {
        var (loss, gradients) = Gradients(method, new TorchGraphOptions(), useDora: useDora);
        var (lossAgain, gradientsAgain) = Gradients(method, new TorchGraphOptions { GradientCheckpointing = true }, useDora: useDora);
        Assert.Equal(loss, lossAgain, 1e-6);
        Assert.Equal(gradients.Keys, gradientsAgain.Keys);
        foreach (var (name, gradient) in gradients)
            Close.Equal(gradient, gradientsAgain[name], 1e-6, name);
    }

    [Fact]
    public void Dropout_follows_the_seed()
    {
        var first = Gradients(TransferMethod.Lora, new TorchGraphOptions(), seed: 1);
        var again = Gradients(TransferMethod.Lora, new TorchGraphOptions(), seed: 1);
        var other = Gradients(TransferMethod.Lora, new TorchGraphOptions(), seed: 2);
        Assert.Equal(first.Loss, again.Loss);
        Assert.NotEqual(first.Loss, other.Loss);
        foreach (var (name, gradient) in first.Gradients)
            Assert.Equal(gradient, again.Gradients[name]);
    }

    [Fact]
    public void Outside_training_dropout_is_off()
    {
        using var graph = Open(TransferMethod.Lora, new TorchGraphOptions());
        Randomize(graph);
        using var noGrad = no_grad();
        using var first = graph.Forward(Batch(), training: false);
        using var second = graph.Forward(Batch(), training: false);
        using var dropped = graph.Forward(Batch(), training: true);
        Assert.Equal(Tensors.ToArray(first), Tensors.ToArray(second));
        Assert.NotEqual(Tensors.ToArray(first), Tensors.ToArray(dropped));
    }

    [Fact]
    public void Dropout_that_came_with_the_graph_stays_off()
    {
        var parameters = new Dictionary<string, Tensor> { ["w"] = ones(2).requires_grad_() };
        using var program = new SingleOperator().Random("x", 1, 1, 50, 2).Constant("w", [2], 1f, 1f)
            .Node("Mul", ["x", "w"], ["m"]).Node("Dropout", ["m"], ["y"]).Output("y").Compile(parameters: parameters);
        using var values = ones(50, 2);
        program.SetInput("x", values.alias());
        new BackwardPass(program, program.Outputs["y"], seed: 0).Forward(isTraining: true);
        Assert.All(Tensors.ToArray(program.TensorOf(program.Outputs["y"])), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Gradients_accumulate()
    {
        using var graph = Open(TransferMethod.Lora, new TorchGraphOptions());
        Randomize(graph);
        graph.ForwardBackward(Batch(), Loss, 1);
        var parameter = graph.Parameters[0].Tensor;
        using var gradient = parameter.grad!;
        var once = Tensors.ToArray(gradient);
        graph.ForwardBackward(Batch(), Loss, 1);
        using var twice = parameter.grad!;
        Close.Equal(Array.ConvertAll(once, value => 2 * value), Tensors.ToArray(twice), 1e-6, "the gradient");
    }

    [Theory]
    [InlineData(FrozenWeightPrecision.BFloat16)]
    [InlineData(FrozenWeightPrecision.Int8)]
    [InlineData(FrozenWeightPrecision.Nf4)]
    public void Weights_in_fewer_bits_compute_what_their_widened_values_do(FrozenWeightPrecision precision)
    {
        var (loss, _) = Gradients(TransferMethod.Lora, new TorchGraphOptions());
        var (lossInFewer, gradientsInFewer) = Gradients(TransferMethod.Lora, new TorchGraphOptions { FrozenWeights = precision });
        var (lossOfWidened, gradientsOfWidened) = Gradients(TransferMethod.Lora, new TorchGraphOptions(), widened: precision);
        Assert.NotEqual(loss, lossInFewer);
        Assert.Equal(lossOfWidened, lossInFewer, 1e-4);
        foreach (var (name, gradient) in gradientsOfWidened)
            Close.Equal(gradient, gradientsInFewer[name], 1e-4, name);
    }

    [Fact]
    public void Brain_floats_give_nearly_the_same_and_keep_parameters_in_single_precision()
    {
        using var graph = Open(TransferMethod.Lora, new TorchGraphOptions { Precision = TrainingPrecision.BFloat16 });
        Assert.All(graph.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Tensor.dtype));
        var (loss, gradients) = Gradients(TransferMethod.Lora, new TorchGraphOptions());
        var (lossInHalf, gradientsInHalf) = Gradients(TransferMethod.Lora, new TorchGraphOptions { Precision = TrainingPrecision.BFloat16 });
        // Eight bits of mantissa, and every libtorch rounds at other places.
        Assert.Equal(loss, lossInHalf, 0.1);
        foreach (var (name, gradient) in gradients)
            Assert.True(Cosine(gradient, gradientsInHalf[name]) > 0.98, name);
    }

    [Fact]
    public void Without_gradients_the_result_has_none()
    {
        using var graph = Open(TransferMethod.Lora, new TorchGraphOptions());
        using var noGrad = no_grad();
        using var result = graph.Forward(Batch(), training: false);
        Assert.Equal(ScalarType.Float32, result.dtype);
        Assert.Equal([3, Hidden], result.shape);
        Assert.False(result.requires_grad);
    }

    [Fact]
    public void New_parameters_follow_the_seed_and_the_name()
    {
        using var first = Open(TransferMethod.Lora, new TorchGraphOptions { Seed = 1 });
        using var again = Open(TransferMethod.Lora, new TorchGraphOptions { Seed = 1 });
        using var other = Open(TransferMethod.Lora, new TorchGraphOptions { Seed = 2 });
        var index = first.Parameters.Index().First(parameter => parameter.Item.Name.EndsWith("lora_A.weight", StringComparison.Ordinal)).Index;
        var values = Tensors.ToArray(first.Parameters[index].Tensor);
        Assert.Equal(values, Tensors.ToArray(again.Parameters[index].Tensor));
        Assert.NotEqual(values, Tensors.ToArray(other.Parameters[index].Tensor));
        Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, 1 / Math.Sqrt(Hidden)));
        Assert.True(values.Max() > 0.8 / Math.Sqrt(Hidden));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hundred_steps_leave_no_tensor_behind(bool isCheckpointed)
    {
        using var graph = Open(TransferMethod.Lora, new TorchGraphOptions { GradientCheckpointing = isCheckpointed });
        Step(graph);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
            Step(graph);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        static void Step(TorchGraph graph)
        {
            graph.ForwardBackward(Batch(), Loss, 1);
            using var result = graph.Forward(Batch(), training: false);
        }
    }

    [Fact]
    public void Disposing_releases_every_tensor()
    {
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        foreach (var weights in new[] { FrozenWeightPrecision.Float32, FrozenWeightPrecision.Int8, FrozenWeightPrecision.Nf4 })
        {
            using var graph = Open(TransferMethod.Lora, new TorchGraphOptions { FrozenWeights = weights });
            using var result = graph.Forward(Batch(), training: false);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_enclosing_scope_does_not_take_the_weights()
    {
        TorchGraph graph;
        using (NewDisposeScope())
            graph = Open(TransferMethod.Lora, new TorchGraphOptions());
        using (graph)
        {
            using var result = graph.Forward(Batch(), training: false);
            Assert.Equal([3, Hidden], result.shape);
        }
    }

    private static TokenBatch Batch() => new(
        [2, 7, 8, 9, 3, 2, 11, 3, 0, 0, 2, 40, 59, 3, 0],
        [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0],
        null,
        3,
        5);

    private static Tensor Loss(Tensor pooled)
    {
        using var weights = tensor(Enumerable.Range(0, 3 * Hidden).Select(i => (float)Math.Sin(i)).ToArray(), [3, Hidden], ScalarType.Float32);
        return pooled.mul(weights).sum();
    }

    private static double Cosine(float[] a, float[] b)
    {
        double product = 0, left = 0, right = 0;
        for (var i = 0; i < a.Length; i++)
            (product, left, right) = (product + ((double)a[i] * b[i]), left + ((double)a[i] * a[i]), right + ((double)b[i] * b[i]));
        return left == 0 && right == 0 ? 1 : product / Math.Sqrt(left * right);
    }

    /// <summary>LoRA's B starts as zeros, under which A has no gradient.</summary>
    private static void Randomize(TorchGraph graph)
    {
        using var noGrad = no_grad();
        foreach (var (index, parameter) in graph.Parameters.Index())
        {
            if (!parameter.Name.Contains("lora_B", StringComparison.Ordinal))
                continue;
            using var values = tensor(SingleOperator.Values(index, 0.3, parameter.Tensor.shape), parameter.Tensor.shape, ScalarType.Float32);
            parameter.Tensor.copy_(values);
        }
    }

    /// <summary>The graph with its frozen matrices replaced by what is left of them in fewer bits.</summary>
    private static OnnxModel Widened(OnnxModel model, FrozenWeightPrecision precision)
    {
        using var data = new TensorData(model.ExternalDataFolder, "the test");
        var proto = model.Proto.Clone();
        foreach (var initializer in proto.Graph.Initializer.Where(initializer => initializer.Dims.Count == 2 && !initializer.Name.Contains("lora", StringComparison.Ordinal)))
        {
            using var scope = NewDisposeScope();
            var isTable = initializer.Name.StartsWith("embeddings.", StringComparison.Ordinal);
            Tensor wide;
            if (isTable || precision == FrozenWeightPrecision.BFloat16)
            {
                var values = new float[initializer.Dims[0] * initializer.Dims[1]];
                data.CopyFloats(initializer, 0, values);
                wide = tensor(values, ScalarType.Float32).to_type(ScalarType.BFloat16).to_type(ScalarType.Float32);
            }
            else
            {
                using IFrozenMatrix matrix = precision == FrozenWeightPrecision.Int8
                    ? Int8Matrix.Quantize(data, initializer, CPU)
                    : NormalFloat4Matrix.Quantize(data, initializer, CPU);
                wide = matrix.Dequantize(ScalarType.Float32);
            }

            initializer.ClearDataLocation();
            initializer.ExternalData.Clear();
            initializer.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(Tensors.ToArray(wide)));
        }

        return new OnnxModel(proto, model.ExternalDataFolder);
    }

    private TorchGraph Open(TransferMethod method, TorchGraphOptions options, FrozenWeightPrecision? widened = null, bool useDora = false)
    {
        var configuration = new TransferConfiguration
        {
            Method = method,
            LastLayers = 1,
            PrefixLength = 4,
            Lora = new LoraConfiguration { Rank = 4, Dropout = 0.2, UseDora = useDora },
        };
        var edited = TransferGraph.Build(_model, new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false }, configuration, AdapterPlacement.Initializers);
        return new TorchGraph(widened is { } precision ? Widened(edited.Model, precision) : edited.Model, edited.Trainable, options);
    }

    private (float Loss, IReadOnlyDictionary<string, float[]> Gradients) Gradients(
        TransferMethod method, TorchGraphOptions options, long seed = 5, FrozenWeightPrecision? widened = null, bool useDora = false)
    {
        using var scope = NewDisposeScope();
        using var graph = Open(method, options, widened, useDora);
        Randomize(graph);
        var loss = graph.ForwardBackward(Batch(), Loss, seed);
        return (loss, graph.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.Tensor.grad is { } gradient ? Tensors.ToArray(gradient) : [], StringComparer.Ordinal));
    }
}
