namespace Microsoft.Extensions.ML;

/// <summary>What a pool is made with.</summary>
public class PredictionEnginePoolOptions<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    public ModelLoader ModelLoader { get; set; }
}
