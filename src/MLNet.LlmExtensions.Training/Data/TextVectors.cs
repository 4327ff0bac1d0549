using MLNet.LlmExtensions.Training.Graphs;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Data;

/// <summary>Examples that go through the model each time; the vectors of a text's windows are averaged.</summary>
internal sealed class TextVectors : IExampleVectors
{
    private readonly ITextModel _model;
    private readonly IReadOnlyList<TokenizedExample> _examples;
    private readonly int _padTokenId;

    /// <param name="model">The model, which the caller disposes.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="padTokenId">The id for places without a token.</param>
    public TextVectors(ITextModel model, IReadOnlyList<TokenizedExample> examples, int padTokenId)
    {
        _model = model;
        _examples = examples;
        _padTokenId = padTokenId;
        Sizes = [.. examples.Select(example => new ExampleSize(example.Rows.Length, example.Length))];
    }

    public Device Device => _model.Device;

    public int Dimensions => _model.Dimensions;

    public IReadOnlyList<TrainableParameter> Parameters => _model.Parameters;

    public IReadOnlyList<ExampleSize> Sizes { get; }

    public IReadOnlyList<int> Labels(int example) => _examples[example].Labels;

    public long Tokens(IReadOnlyList<int> examples, bool padded) => padded
        ? examples.Sum(example => (long)Sizes[example].Rows) * examples.Max(example => Sizes[example].Length)
        : examples.Sum(example => _examples[example].Tokens);

    public Tensor Forward(IReadOnlyList<int> examples)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var batch = Compose(examples);
        return batch.Average(_model.Forward(batch.Tokens, training: false)).MoveToOuterDisposeScope();
    }

    public float ForwardBackward(IReadOnlyList<int> examples, Func<Tensor, Tensor> loss, long seed)
    {
        var batch = Compose(examples);
        return _model.ForwardBackward(batch.Tokens, rows => loss(batch.Average(rows)), seed);
    }

    private ComposedBatch Compose(IReadOnlyList<int> examples) =>
        BatchComposer.Compose([.. examples.Select(example => _examples[example])], _padTokenId);
}
