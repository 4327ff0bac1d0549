using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Serving;
using MLNet.LlmExtensions.Serving.Models;

namespace BatchScoring.Scoring;

/// <summary>
/// A classifier that <c>ml.Model.Save</c> wrote. Not the service of the same library: its queue fills batches by who comes when, and here
/// the same rows must share a batch every time.
/// </summary>
internal sealed class SavedClassifier : IClassifier
{
    private readonly ServedModel _model;

    /// <exception cref="InvalidDataException">The file is no classifier of texts.</exception>
    public SavedClassifier(ModelSettings settings)
    {
        if (settings.LanguageModelFolder is { } folder)
            LanguageModelFolders.Add(folder);
        _model = ServedModel.Load(new LlmTextClassifierOptions
        {
            ModelPath = settings.File,
            TextColumnName = settings.TextColumn,
            Device = settings.Device,
            IntraOpThreads = settings.Threads,
        });
        Classes = [.. _model.Classify([""])[0].Probabilities.Keys];
    }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<TextClassification> Classify(string[] texts) => _model.Classify(texts);

    public void Dispose() => _model.Dispose();
}
