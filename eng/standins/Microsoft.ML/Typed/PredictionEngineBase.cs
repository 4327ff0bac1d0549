using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Predicts single examples. Not thread-safe.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private readonly ObjectRow<TSrc> _input;
    private readonly Action<TDst> _fill;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        _transformer = Guard.NotNull(transformer, nameof(transformer));
        _ownsTransformer = options.OwnsTransformer;
        Guard.Argument(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _input = new ObjectRow<TSrc>(new TypedSchema<TSrc>(SchemaDefinition.Direction.Read, options.InputSchemaDefinition));
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        var writer = new ObjectWriter<TDst>(mapper.OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _fill = writer.Bind(mapper.GetRow(_input, mapper.OutputSchema));
        OutputSchema = transformer.GetOutputSchema(_input.Schema);
    }

    /// <summary>The schema of what the model gives.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Predicts an example.</summary>
    public TDst Predict(TSrc example)
    {
        var result = new TDst();
        Predict(example, ref result);
        return result;
    }

    /// <summary>Predicts an example into an object, which is created where there is none.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Disposes the engine, and the model where the engine owns it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _input.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
        _disposed = true;
    }

    private protected void Fill(TSrc example, TDst prediction)
    {
        _input.Set(example);
        _fill(prediction);
    }
}
