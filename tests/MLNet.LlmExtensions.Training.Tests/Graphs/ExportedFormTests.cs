using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>Graphs as PyTorch's exporter writes them give the reference's numbers, and their layers are recognised.</summary>
public sealed class ExportedFormTests
{
    public static TheoryData<string, long> Forms
    {
        get
        {
            var data = new TheoryData<string, long>();
            foreach (var opset in new[] { 11L, 14, 17 })
            {
                data.Add("bert", opset);
                data.Add("distilbert", opset);
                data.Add("gpt2", opset);
            }

            data.Add("llama", 14);
            data.Add("llama", 17);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Exported_graph_equals_the_reference(string name, long opset)
    {
        using var file = new GoldenBatches($"reference/goldens/{name}.safetensors");
        using var noGrad = no_grad();
        using var graph = new TorchGraph(Model(name, opset), [], new TorchGraphOptions());
        foreach (var batchName in file.Names)
        {
            var batch = file.Batch(batchName);
            using var state = graph.Forward(batch, training: false);
            Close.EqualAtTokens(file.Floats(batchName + ".last_hidden_state"), Tensors.ToArray(state), batch, 1e-4, $"{name} {opset} {batchName}");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_layer_is_recognised(string name, long opset)
    {
        using var program = GraphCompiler.Compile(Model(name, opset), new Dictionary<string, Tensor>(), new TorchGraphOptions(), name);
        var counts = program.Instructions.GroupBy(instruction => instruction.Node.Operator).ToDictionary(group => group.Key, group => group.Count());
        var (layers, linear, norms) = name switch { "bert" => (3, 18, 7), "distilbert" => (2, 12, 5), "gpt2" => (2, 8, 5), _ => (3, 21, 7) };
        Assert.Equal(layers, counts["FusedAttention"]);
        Assert.Equal(linear, counts["Linear"]);
        Assert.Equal(norms, counts[name == "llama" ? "RmsNorm" : "LayerNormalization"]);
        Assert.Equal(layers, counts[name == "llama" ? "Silu" : "Gelu"]);
        Assert.DoesNotContain("Softmax", counts.Keys);
        Assert.DoesNotContain("Erf", counts.Keys);
    }

    private static OnnxModel Model(string name, long opset) => name switch
    {
        "bert" => ExportedForms.Bert(opset),
        "distilbert" => ExportedForms.DistilBert(opset),
        "gpt2" => ExportedForms.Gpt2(opset),
        _ => ExportedForms.Llama(opset),
    };
}
