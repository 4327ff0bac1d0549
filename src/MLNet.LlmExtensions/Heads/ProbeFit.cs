using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Models;

namespace MLNet.LlmExtensions.Heads;

/// <summary>Trains a probe: reads the data once, chooses the strength of regularisation, and fits on all rows.</summary>
internal sealed class ProbeFit<TModel>
    where TModel : class
{
    // Standardised features under a name of their own, removed again after the model.
    private const string Standardised = "__LinearProbeFeatures";

    // Enough to tell strengths apart; the final fit goes on for longer.
    private const int SelectionIterations = 100;

    // From so many rows on, one part held out tells strengths apart as well as all of them in turn.
    private const int ManyRows = 20_000;

    private readonly IProbeTrainer<TModel> _trainer;
    private readonly LinearProbeOptions _options;
    private readonly FeatureTable _table;
    private readonly ILogger _logger;

    private ProbeFit(IProbeTrainer<TModel> trainer, LinearProbeOptions options, FeatureTable table, ILogger logger)
    {
        _trainer = trainer;
        _options = options;
        _table = table;
        _logger = logger;
    }

    public static LinearProbeTransformer<TModel> Run(IProbeTrainer<TModel> trainer, LinearProbeOptions options, IDataView data)
    {
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("MLNet.LlmExtensions.LinearProbe");
        var columns = ProbeColumns.Find(data.Schema, options, trainer.IsBinary);
        var table = FeatureTable.Read(data, columns, logger, options.CancellationToken);
        return new ProbeFit<TModel>(trainer, options, table, logger).Run();
    }

    private LinearProbeTransformer<TModel> Run()
    {
        var selection = _options.L2Regularization is { } given ? new LinearProbeSelection(given, []) : Select();
        var all = View(Enumerable.Range(0, _table.Rows));
        var (chain, model) = Fit(all, selection.L2Regularization, _options.MaximumIterations);
        return new LinearProbeTransformer<TModel>(chain, model, _options.FeatureColumnName, _table.FeatureColumn.Type, selection);
    }

    private LinearProbeSelection Select()
    {
        var candidates = _options.L2Candidates;
        var folds = StratifiedFolds.Assign(_table, _options.Folds, _options.Seed);
        var parts = Enumerable.Range(0, _table.Rows > ManyRows ? 1 : _options.Folds)
            .Select(fold => Part(folds, fold))
            .Where(part => part.Test.Length > 0)
            .ToArray();
        if (parts.Length == 0)
        {
            var middle = candidates[candidates.Count / 2];
            _logger.LogWarning(
                "Too few rows ({Rows}) to choose the L2 regularisation; {L2} is taken. Set it in the options if it does not suit", _table.Rows, middle);
            return new LinearProbeSelection(middle, []);
        }

        var search = new UnimodalSearch(candidates.Count, candidate => Score(parts, candidates[candidate]));
        var best = search.Minimise();
        var scores = search.Evaluated.Select(pair => new LinearProbeScore(candidates[pair.Key], pair.Value)).ToArray();
        _logger.LogInformation("L2 regularisation {L2} chosen, log-loss {LogLoss:F4} on rows held out", candidates[best], search.Evaluated[best]);
        return new LinearProbeSelection(candidates[best], scores);
    }

    // What a fold is trained on and what it is scored on. A class that training does not see cannot be scored.
    private (int[] Train, int[] Test) Part(int[] folds, int fold)
    {
        var rows = Enumerable.Range(0, folds.Length).ToArray();
        var train = Array.FindAll(rows, row => folds[row] != fold);
        var known = train.Select(_table.Label).ToHashSet();
        return known.Count < 2
            ? (train, [])
            : (train, Array.FindAll(rows, row => folds[row] == fold && known.Contains(_table.Label(row))));
    }

    private double Score((int[] Train, int[] Test)[] parts, float l2)
    {
        var losses = new (double Loss, double Weight)[parts.Length];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(parts.Length, _options.MaximumThreads ?? Environment.ProcessorCount),
            CancellationToken = _options.CancellationToken,
        };
        _ = Parallel.For(0, parts.Length, parallel, part =>
        {
            var (model, _) = Fit(View(parts[part].Train), l2, Math.Min(SelectionIterations, _options.MaximumIterations));
            losses[part] = Loss(model, View(parts[part].Test));
        });
        return losses.Sum(loss => loss.Loss) / losses.Sum(loss => loss.Weight);
    }

    private (double Loss, double Weight) Loss(ITransformer model, FeatureTableView view)
    {
        var predictions = model.Transform(view);
        using var cursor = predictions.GetRowCursor(predictions.Schema);
        var probability = _trainer.Probability(cursor);
        double loss = 0, weight = 0;
        while (cursor.MoveNext())
        {
            var label = _table.Label(view.Rows[cursor.Position]);
            loss -= view.ClassWeights[label] * Math.Log(Math.Max(probability(label), 1e-15));
            weight += view.ClassWeights[label];
        }

        return (loss, weight);
    }

    private (ITransformer Chain, TModel Model) Fit(FeatureTableView view, float l2, int iterations)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        var context = new MLContext(_options.Seed);
        var weight = _options.ClassWeighting == ClassWeighting.None ? null : FeatureTableView.Weight;
        var normalizer = context.Transforms.NormalizeMeanVariance(Standardised, _options.FeatureColumnName, fixZero: false).Fit(view);
        var standardised = normalizer.Transform(view);
        var model = _trainer.Create(context, _options.LabelColumnName, Standardised, weight, l2, iterations).Fit(standardised);
        var drop = context.Transforms.DropColumns(Standardised).Fit(standardised);
        return (new TransformerChain<ITransformer>(normalizer, model, drop), model.Model);
    }

    private FeatureTableView View(IEnumerable<int> rows)
    {
        var array = rows.ToArray();
        return new FeatureTableView(_table, array, ClassWeights(array));
    }

    private float[] ClassWeights(int[] rows)
    {
        var weights = new float[_table.Classes];
        Array.Fill(weights, 1f);
        if (_options.ClassWeighting == ClassWeighting.None)
        {
            return weights;
        }

        // Scaled so that the rows count 1 on average, whatever the frequencies: the strength of regularisation keeps its meaning.
        var counts = rows.GroupBy(_table.Label).ToDictionary(group => group.Key, group => group.Count());
        var power = _options.ClassWeighting == ClassWeighting.Balanced ? 1.0 : 0.5;
        var total = counts.Values.Sum(count => Math.Pow(count, 1 - power));
        foreach (var (label, count) in counts)
        {
            weights[label] = (float)(rows.Length / (total * Math.Pow(count, power)));
        }

        return weights;
    }
}
