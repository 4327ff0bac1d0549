using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Graphs;
using Onnx;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Whatever is wrong with a graph, the answer is an exception that a caller expects.</summary>
public sealed class DamagedGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OnnxModel _model;

    public DamagedGraphTests()
    {
        string[] vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(5, 20).Select(i => $"w{i}")];
        var model = LanguageModel.FromPretrained(RandomBert.Create(_folder.File("model"), vocabulary, seed: 3, hidden: 8, heads: 2, layers: 1, positions: 16));
        _model = model.BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = true });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Random_damage_is_an_expected_exception_or_does_no_harm()
    {
        var random = new Random(11);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 300; i++)
        {
            var proto = _model.Proto.Clone();
            var damages = random.Next(1, 4);
            for (var damage = 0; damage < damages; damage++)
                Damage(proto.Graph, random);
            var outcome = "fine";
            try
            {
                using var graph = new TorchGraph(new OnnxModel(proto, _model.ExternalDataFolder), [], new TorchGraphOptions());
                using var noGrad = no_grad();
                using var result = graph.Forward(new TokenBatch([2, 6, 3, 2, 3, 0], [1, 1, 1, 1, 1, 0], null, 2, 3), training: false);
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or InvalidOperationException or ArgumentException)
            {
                outcome = exception.GetType().Name;
            }

            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // The damage must be of every kind: what is found at once, what libtorch refuses, and what does not matter.
        Assert.True(outcomes.Count >= 3, string.Join(", ", outcomes));
    }

    private static void Damage(GraphProto graph, Random random)
    {
        var node = graph.Node[random.Next(graph.Node.Count)];
        var other = graph.Node[random.Next(graph.Node.Count)];
        switch (random.Next(7))
        {
            case 0 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 1 when node.Input.Count > 0 && other.Output.Count > 0:
                node.Input[random.Next(node.Input.Count)] = other.Output[0];
                break;
            case 2:
                node.OpType = other.OpType;
                break;
            case 3 when node.Attribute.Count > 0:
                var attribute = node.Attribute[random.Next(node.Attribute.Count)];
                attribute.I = random.Next(-3, 9);
                for (var i = 0; i < attribute.Ints.Count; i++)
                    attribute.Ints[i] = random.Next(-3, 9);
                break;
            case 4:
                node.Attribute.Clear();
                break;
            case 5:
                graph.Node.Remove(node);
                break;
            default:
                var initializer = graph.Initializer[random.Next(graph.Initializer.Count)];
                if (initializer.Dims.Count > 0)
                    initializer.Dims[random.Next(initializer.Dims.Count)] = random.Next(-1, 12);
                break;
        }
    }
}
