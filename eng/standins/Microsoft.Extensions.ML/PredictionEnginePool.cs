using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>Prediction engines to borrow, because one engine serves one thread.</summary>
public class PredictionEnginePool<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly ConcurrentDictionary<string, Lazy<EngineShelf<TData, TPrediction>>> _shelves = new();
    private readonly MLOptions _options;
    private readonly IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> _models;

    public PredictionEnginePool(
        IServiceProvider serviceProvider,
        IOptions<MLOptions> mlContextOptions,
        IOptionsFactory<PredictionEnginePoolOptions<TData, TPrediction>> predictionEngineOptions) =>
        (_options, _models) = (mlContextOptions.Value, predictionEngineOptions);

    public ITransformer GetModel() => GetModel("");

    public ITransformer GetModel(string modelName) => Shelf(modelName).Loader.GetModel();

    public PredictionEngine<TData, TPrediction> GetPredictionEngine() => GetPredictionEngine("");

    public PredictionEngine<TData, TPrediction> GetPredictionEngine(string modelName) => Shelf(modelName).Take();

    public void ReturnPredictionEngine(PredictionEngine<TData, TPrediction> engine) => ReturnPredictionEngine("", engine);

    public void ReturnPredictionEngine(string modelName, PredictionEngine<TData, TPrediction> engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Shelf(modelName).Put(engine);
    }

    private EngineShelf<TData, TPrediction> Shelf(string modelName) => _shelves.GetOrAdd(modelName ?? "", name => new(() =>
        _models.Create(name).ModelLoader is { } loader
            ? new EngineShelf<TData, TPrediction>(_options.MLContext, loader)
            : throw (name.Length == 0 ? new ArgumentException("There is no model without a name.") : new ArgumentNullException("poolOptions")))).Value;
}
