using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Tests.Shared;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Graphs.Operators;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Tests.Graphs;

/// <summary>What is wrong with a graph or a batch is said before anything runs, or as an exception and never as a crash.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void An_unknown_operator_is_named_with_its_domain_and_node()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2).Node("my.domain:Frobnicate", ["x"], ["y"]).Output("y");
        var exception = Assert.Throws<NotSupportedException>(() => graph.Compile());
        Assert.Contains("'Frobnicate'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'my.domain'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'test/Frobnicate'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("The test's graph", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_that_nobody_reads_does_not_matter()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2).Node("my.domain:Frobnicate", ["x"], ["z"]).Node("Neg", ["x"], ["y"]).Output("y");
        Assert.Equal(2, graph.RunTorch()["y"].Length);
    }

    [Fact]
    public void A_cycle_is_an_error()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2).Node("Add", ["x", "b"], ["a"]).Node("Neg", ["a"], ["b"]).Node("Neg", ["b"], ["y"]).Output("y");
        Assert.Contains("cycle", Assert.Throws<InvalidDataException>(() => graph.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_nothing_makes_is_an_error()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2).Node("Add", ["x", "nowhere"], ["y"]).Output("y");
        Assert.Contains("'nowhere'", Assert.Throws<InvalidDataException>(() => graph.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_nothing_makes_is_an_error()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2).Node("Neg", ["x"], ["y"]).Output("z");
        Assert.Contains("'z'", Assert.Throws<InvalidDataException>(() => graph.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_very_many_dimensions_is_an_error_and_no_lack_of_stack()
    {
        var shape = Enumerable.Repeat(1L, 500_000).ToArray();
        var graph = new SingleOperator().Constant("a", shape, 1L).Random("x", 1, 1, 2).Node("Add", ["a", "a"], ["b"]).Node("Cast", ["b"], ["c"], GraphBuilder.Attribute("to", 1L))
            .Node("Add", ["c", "x"], ["y"]).Output("y");
        Assert.Contains("dimensions", Assert.ThrowsAny<Exception>(() => graph.RunTorch()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_made_twice_is_an_error()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2).Node("Neg", ["x"], ["y"]).Node("Abs", ["x"], ["y"]).Output("y");
        Assert.Contains("'y'", Assert.Throws<InvalidDataException>(() => graph.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_without_enough_data_is_an_error()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2, 3).Constant("w", [3, 2], 1f, 2, 3, 4, 5).Node("MatMul", ["x", "w"], ["y"]).Output("y");
        Assert.Contains("'w'", Assert.Throws<InvalidDataException>(() => graph.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_name_the_node()
    {
        var graph = new SingleOperator().Random("x", 1, 1, 2, 3).Random("z", 1, 1, 4, 5).Node("MatMul", ["x", "z"], ["y"]).Output("y");
        Assert.Contains("'test/MatMul'", Assert.Throws<InvalidOperationException>(() => graph.RunTorch()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 3 })]
    [InlineData(new long[] { 3 }, new long[] { 2, 3, 4 })]
    [InlineData(new long[] { 2, 1, 5, 3 }, new long[] { 4, 3, 2 })]
    public void Products_of_all_ranks_that_fit_are_computed(long[] left, long[] right)
    {
        using var scope = NewDisposeScope();
        using Tensor product = MatrixProduct.Multiply(ones(left), ones(right));
        Assert.True(product.eq(3).all().item<bool>());
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 2 })]
    [InlineData(new long[] { 2, 5, 3 }, new long[] { 4, 3, 2 })]
    [InlineData(new long[0], new long[] { 1 })]
    public void Products_that_do_not_fit_are_refused_before_libtorch_ends_the_process(long[] left, long[] right)
    {
        using var scope = NewDisposeScope();
        Assert.Throws<InvalidOperationException>(() => MatrixProduct.Multiply(ones(left), ones(right)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-401)]
    public void A_token_outside_the_vocabulary_is_an_error(long id)
    {
        using var graph = Bert();
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => graph.Forward(new TokenBatch([1, id * 100], [1, 1], null, 1, 2), training: false));
        Assert.Contains("vocabulary", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_longer_than_the_positions_is_an_error()
    {
        using var graph = Bert();
        const int Length = 5000;
        var ones = Enumerable.Repeat(1L, Length).ToArray();
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.Forward(new TokenBatch(ones, ones, null, 1, Length), training: false));
    }

    [Fact]
    public void A_batch_whose_arrays_do_not_fit_is_an_error()
    {
        using var graph = Bert();
        Assert.Throws<ArgumentException>(() => graph.Forward(new TokenBatch([1, 2, 3], [1, 1], null, 1, 2), training: false));
        Assert.Throws<ArgumentException>(() => graph.Forward(new TokenBatch([], [], null, 0, 0), training: false));
    }

    [Fact]
    public void A_graph_can_be_used_after_an_error()
    {
        using var graph = Bert();
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.Forward(new TokenBatch([1, 1 << 20], [1, 1], null, 1, 2), training: false));
        using var result = graph.Forward(new TokenBatch([1, 2], [1, 1], null, 1, 2), training: false);
        Assert.Equal([1, graph.Dimensions], result.shape);
    }

    [Fact]
    public void A_parameter_that_the_graph_does_not_have_is_an_error()
    {
        var model = Model();
        var missing = new Models.Adapters.TrainableTensor("nowhere", [2], Models.Adapters.TensorInitialization.Zeros, true);
        Assert.Contains("'nowhere'", Assert.Throws<InvalidDataException>(() => new TorchGraph(model, [missing], new TorchGraphOptions())).Message, StringComparison.Ordinal);
    }

    private static OnnxModel Model() =>
        LanguageModel.FromPretrained(SharedData.PathTo("reference/checkpoints/bert")).BuildGraph(new GraphOptions { Pooling = PoolingMode.Mean, Normalize = false });

    private static TorchGraph Bert() => new(Model(), [], new TorchGraphOptions());
}
