using System.Diagnostics;
using MLNet.LlmExtensions.Models;
using ReportClassification;
using ReportClassification.Data;
using Results.Commands;
using Results.Data;
using Results.Embeddings;
using Results.Methods;
using Results.Runs;

namespace Results.Experiments;

/// <summary>Makes the runs of a command that are not stored yet, one after the other.</summary>
internal sealed class Measurement
{
    private readonly MeasureSettings _settings;
    private readonly TextWriter _output;
    private readonly DataSetFolder _folder;
    private readonly LanguageModel _model;
    private readonly EmbeddingStore _embeddings;
    private readonly RunStore _store;
    private readonly Dictionary<string, DataSet> _dataSets = [];

    public Measurement(MeasureSettings settings, TextWriter output)
    {
        _settings = settings;
        _output = output;
        _folder = new DataSetFolder(settings.DataFolder);
        _model = LanguageModel.FromPretrained(settings.ModelFolder);
        _embeddings = new EmbeddingStore(Path.Combine(settings.WorkFolder, "embeddings"), _model, settings.Threads);
        _store = new RunStore(settings.WorkFolder);
    }

    public void Run(CancellationToken cancellation)
    {
        var experiments = ExperimentPlan.Of(DataSetNames(), _settings.Methods, _settings.Labels, _settings.Seeds);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < experiments.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var experiment = experiments[i];
            var data = Read(experiment.DataSet);
            var method = _settings.Methods.Single(method => method.Name == experiment.Method);
            var identity = Identity(experiment, data, method);
            if (_store.Has(identity))
                continue;
            if (clock.Elapsed > _settings.TimeLimit)
            {
                _output.WriteLine($"The time limit is reached, with {experiments.Count - i} experiments not looked at. The same command goes on.");
                return;
            }

            var run = Run(experiment, identity, data, method, cancellation);
            _store.Add(run);
            _output.WriteLine(FormattableString.Invariant(
                $"{experiment}: accuracy {run.Scores.Accuracy:0.0000}, macro-F1 {run.Scores.MacroF1:0.0000}, training {run.Seconds.Training:0.0} s"));
        }

        _output.WriteLine($"All {experiments.Count} runs are there.");
    }

    private IReadOnlyList<string> DataSetNames()
    {
        var unknown = _settings.DataSets.FirstOrDefault(name => !_folder.Names.Contains(name));
        return unknown is null
            ? [.. _folder.Names.Where(name => _settings.DataSets.Count == 0 || _settings.DataSets.Contains(name))]
            : throw new UserErrorException($"--data-sets has '{unknown}'. The folder '{_settings.DataFolder}' has {string.Join(", ", _folder.Names)}.");
    }

    private DataSet Read(string name)
    {
        if (!_dataSets.TryGetValue(name, out var data))
            _dataSets.Add(name, data = _folder.Read(name));
        return data;
    }

    private RunIdentity Identity(Experiment experiment, DataSet data, IMethod method) => new()
    {
        DataSet = data.Name,
        DataSha256 = data.Sha256,
        Method = method.Name,
        Settings = method.Settings,
        LabelsPerClass = experiment.LabelsPerClass,
        Seed = experiment.Seed,
        Model = method.NeedsModel ? new RunModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(_model.Folder)), _model.Fingerprint) : null,
    };

    private StoredRun Run(Experiment experiment, RunIdentity identity, DataSet data, IMethod method, CancellationToken cancellation)
    {
        var drawn = experiment.LabelsPerClass is { } perClass ? FewLabels.Draw(data.Training, perClass, experiment.Seed) : null;
        var trial = new Trial(data, drawn ?? data.Train, drawn is null ? data.Dev : [], experiment.Seed, _model, _embeddings, _settings.Threads, cancellation);
        var outcome = method.Run(trial);
        var unseen = UnseenRows(data);
        return new StoredRun
        {
            Identity = identity,
            Split = data.Split,
            Classes = data.Classes,
            TrainingRows = outcome.TrainingRows,
            ValidationRows = outcome.ValidationRows,
            TestRows = data.Test.Count,
            Scores = Scores(data, outcome, Enumerable.Range(0, data.Test.Count)),
            UnseenRows = unseen.Length,
            UnseenScores = unseen.Length == data.Test.Count ? null : Scores(data, outcome, unseen),
            Seconds = outcome.Seconds,
            Chosen = outcome.Chosen,
            Machine = RunMachine.Current(_settings.Threads, outcome.Device),
            Commit = RunMachine.Commit(),
            At = DateTimeOffset.UtcNow,
        };
    }

    private static RunScores Scores(DataSet data, Outcome outcome, IEnumerable<int> rows)
    {
        var chosen = rows.ToArray();
        return RunScores.Of(data.Classes, [.. chosen.Select(i => data.Test[i].Label)], [.. chosen.Select(i => outcome.Predicted[i])]);
    }

    private static int[] UnseenRows(DataSet data)
    {
        var seen = data.Training.Select(row => ReportText.Fold(row.Text)).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, data.Test.Count).Where(i => !seen.Contains(ReportText.Fold(data.Test[i].Text)))];
    }
}
