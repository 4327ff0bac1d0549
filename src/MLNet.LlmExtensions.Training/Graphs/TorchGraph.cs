using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Memory;
using MLNet.LlmExtensions.Training.Graphs.Compilation;
using MLNet.LlmExtensions.Training.Graphs.Execution;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.Training.Graphs;

/// <summary>An ONNX graph that TorchSharp computes, with gradients.</summary>
/// <remarks>Not thread-safe. Holds the weights in native memory until it is disposed.</remarks>
internal sealed class TorchGraph : ITextModel
{
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";
    private const string TokenTypeIds = "token_type_ids";

    private readonly GraphProgram _program;
    private readonly bool _isCheckpointed;
    private readonly int _output;

    /// <summary>Loads a graph.</summary>
    /// <param name="model">Takes <c>input_ids</c>, <c>attention_mask</c> and perhaps <c>token_type_ids</c>; its first output is what is computed.</param>
    /// <param name="trainable">What is trained: initializers of the graph.</param>
    /// <param name="options">How to compute.</param>
    /// <exception cref="NotSupportedException">The graph has an operator, an input or a type that training does not support.</exception>
    /// <exception cref="InvalidDataException">The graph or a weight is damaged.</exception>
    public TorchGraph(OnnxModel model, IReadOnlyList<TrainableTensor> trainable, TorchGraphOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(trainable);
        ArgumentNullException.ThrowIfNull(options);
        var source = Describe(model);
        foreach (var input in model.InputNames)
        {
            if (input is not (InputIds or AttentionMask or TokenTypeIds))
                throw new NotSupportedException($"{source} has the input '{input}', which training has no values for.");
        }

        Dimensions = DimensionsOf(model, source);
        Device = options.Device;
        Parameters = ParameterFactory.Create(model, trainable, options, source);
        try
        {
            _program = GraphCompiler.Compile(
                model, Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Tensor, StringComparer.Ordinal), options, source);
        }
        catch
        {
            foreach (var parameter in Parameters)
                parameter.Tensor.Dispose();
            throw;
        }

        _output = _program.Outputs[model.OutputNames[0]];

        // A widened weight would live until the backward pass reads it; computed again layer by layer, one layer's do.
        _isCheckpointed = options.GradientCheckpointing || WeightWidening.IsNeeded(options.FrozenWeights, options.Precision);
    }

    /// <summary>
    /// Pieces that gradient checkpointing computes again one at a time, about one for each layer; with two or fewer it saves
    /// nothing.
    /// </summary>
    public int PieceCount => _program.Segments.Count;

    /// <inheritdoc/>
    public Device Device { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TrainableParameter> Parameters { get; }

    /// <inheritdoc/>
    public Tensor Forward(TokenBatch batch, bool training, long seed = 0)
    {
        using var scope = NewDisposeScope();
        try
        {
            SetInputs(batch);
            new BackwardPass(_program, _output, seed).Forward(training);
            return Pooled(_program.Take(_output)).MoveToOuterDisposeScope();
        }
        finally
        {
            _program.Clear();
        }
    }

    /// <inheritdoc/>
    public float ForwardBackward(TokenBatch batch, Func<Tensor, Tensor> loss, long seed)
    {
        ArgumentNullException.ThrowIfNull(loss);
        using var scope = NewDisposeScope();
        try
        {
            SetInputs(batch);
            return new BackwardPass(_program, _output, seed).Run(pooled => loss(Pooled(pooled)), _isCheckpointed);
        }
        finally
        {
            _program.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();

    private static Tensor Pooled(Tensor value) => value.dtype == ScalarType.Float32 ? value : value.to_type(ScalarType.Float32);

    private static string Describe(OnnxModel model) =>
        model.Files is [var file, ..] ? $"'{file}'" : model.ExternalDataFolder is { } folder ? $"The graph of '{folder}'" : "The graph";

    private static int DimensionsOf(OnnxModel model, string source)
    {
        if (model.Proto.Graph.Output.Count == 0)
            throw new InvalidDataException($"{source} has no output.");
        return model.Proto.Graph.Output[0].Type?.TensorType?.Shape?.Dim is [.., { HasDimValue: true, DimValue: > 0 and <= int.MaxValue } last]
            ? (int)last.DimValue
            : throw new NotSupportedException($"{source} does not say how many dimensions its output '{model.OutputNames[0]}' has.");
    }

    private void SetInputs(TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = (long)batch.Rows * batch.Length;
        if (batch.Rows < 1 || batch.Length < 1 || batch.InputIds.Length != count || batch.AttentionMask.Length != count
            || (batch.TokenTypeIds is { } types && types.Length != count))
            throw new ArgumentException($"A batch of {batch.Rows} rows and {batch.Length} tokens needs {count} elements in each of its arrays.", nameof(batch));
        foreach (var name in _program.Inputs.Keys)
        {
            var values = name switch
            {
                InputIds => batch.InputIds,
                AttentionMask => batch.AttentionMask,
                _ => batch.TokenTypeIds ?? new long[count],
            };
            _program.SetInput(name, tensor(values, [batch.Rows, (long)batch.Length], ScalarType.Int64, Device));
        }
    }
}
