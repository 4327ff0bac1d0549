using MLNet.LlmExtensions.Training.Data;
using MLNet.LlmExtensions.Training.Graphs;
using MLNet.LlmExtensions.Training.Randomness;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Pretraining;

/// <summary>Rows of tokens behind a model that gives a vector for each token. Not thread-safe.</summary>
internal sealed class PredictionRows
{
    private readonly ITextModel _model;
    private readonly IReadOnlyList<int[]> _rows;
    private readonly ITokenTask _task;
    private readonly int _padTokenId;
    private readonly long _seed;

    /// <param name="model">The model, whose output is [rows, length, hidden]; the caller disposes it.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="task">What is predicted in them.</param>
    /// <param name="padTokenId">The id for places without a token.</param>
    /// <param name="seed">Of what is random in the task.</param>
    public PredictionRows(ITextModel model, IReadOnlyList<int[]> rows, ITokenTask task, int padTokenId, long seed)
    {
        _model = model;
        _rows = rows;
        _task = task;
        _padTokenId = padTokenId;
        _seed = seed;
        Sizes = [.. rows.Select(row => new ExampleSize(1, task.InputLength(row)))];
    }

    /// <summary>What each row takes of a batch.</summary>
    public IReadOnlyList<ExampleSize> Sizes { get; }

    /// <summary>Tokens of a batch.</summary>
    /// <param name="rows">The indices of the rows.</param>
    /// <param name="padded">With padding.</param>
    public long Tokens(IReadOnlyList<int> rows, bool padded) => padded
        ? (long)rows.Count * rows.Max(row => Sizes[row].Length)
        : rows.Sum(row => (long)Sizes[row].Length);

    /// <summary>Predictions of a batch.</summary>
    /// <param name="rows">The indices of the rows.</param>
    /// <param name="epoch">The pass over the rows, which decides what is hidden.</param>
    public long Predictions(IReadOnlyList<int> rows, int epoch) => rows.Sum(row => (long)Apply(row, epoch).Targets.Length);

    /// <summary>Computes the vectors that predict, without gradients; the caller disposes them.</summary>
    /// <param name="rows">The indices of the rows.</param>
    /// <param name="epoch">The pass over the rows, which decides what is hidden.</param>
    public (Tensor Vectors, long[] Targets) Forward(IReadOnlyList<int> rows, int epoch)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var batch = Compose(rows, epoch);
        return (Select(_model.Forward(batch.Tokens, training: false), batch).MoveToOuterDisposeScope(), batch.Targets);
    }

    /// <summary>Computes a loss in training mode and adds its gradients to those of the model's parameters.</summary>
    /// <param name="rows">The indices of the rows.</param>
    /// <param name="epoch">The pass over the rows, which decides what is hidden.</param>
    /// <param name="loss">Gets the vectors that predict and what they are to predict; returns a scalar.</param>
    /// <param name="seed">Decides what dropout drops.</param>
    public void ForwardBackward(IReadOnlyList<int> rows, int epoch, Func<Tensor, long[], Tensor> loss, long seed)
    {
        var batch = Compose(rows, epoch);
        _model.ForwardBackward(batch.Tokens, states => loss(Select(states, batch), batch.Targets), seed);
    }

    private PredictionBatch Compose(IReadOnlyList<int> rows, int epoch) =>
        PredictionBatch.Compose([.. rows.Select(row => Apply(row, epoch))], _padTokenId);

    private TokenTargets Apply(int row, int epoch) => _task.Apply(_rows[row], SeededRandom.Mix(SeededRandom.Mix(_seed, epoch), row));

    private static Tensor Select(Tensor states, PredictionBatch batch) => states.reshape(-1, states.shape[^1])
        .index_select(0, tensor(batch.Places, dtype: ScalarType.Int64, device: states.device));
}
