using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Microsoft.ML;

namespace Microsoft.Extensions.ML;

/// <summary>The engines of one model that are not in use.</summary>
internal sealed class EngineShelf<TData, TPrediction>
    where TData : class
    where TPrediction : class, new()
{
    private readonly MLContext _context;
    private volatile ConcurrentBag<PredictionEngine<TData, TPrediction>> _idle = [];

    public EngineShelf(MLContext context, ModelLoader loader)
    {
        (_context, Loader) = (context, loader);
        ChangeToken.OnChange(loader.GetReloadToken, () => _idle = []);
    }

    public ModelLoader Loader { get; }

    public PredictionEngine<TData, TPrediction> Take() =>
        _idle.TryTake(out var engine) ? engine : _context.Model.CreatePredictionEngine<TData, TPrediction>(Loader.GetModel());

    public void Put(PredictionEngine<TData, TPrediction> engine) => _idle.Add(engine);
}
