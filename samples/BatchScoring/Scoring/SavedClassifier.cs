using MLNet.LlmExtensions;
using MLNet.LlmExtensions.Serving;

namespace BatchScoring.Scoring;

/// <summary>
/// A classifier that <c>ml.Model.Save</c> wrote. Not the service of the same library: its queue fills batches by who comes when, and here
/// the same rows must share a batch every time.
/// </summary>
internal sealed class SavedClassifier : IClassifier
{
    private readonly SavedTextClassifier _model;

    /// <exception cref="InvalidDataException">The file is no classifier of texts.</exception>
    public SavedClassifier(ModelSettings settings)
    {
        if (settings.LanguageModelFolder is { } folder)
            LanguageModelFolders.Add(folder);
        _model = SavedTextClassifier.Load(new LlmTextClassifierOptions
        {
            ModelPath = settings.File,
            TextColumnName = settings.TextColumn,
            Device = settings.Device,
            IntraOpThreads = settings.Threads,
        });
    }

    public IReadOnlyList<string> Classes => _model.Classes;

    public IReadOnlyList<TextClassification> Classify(string[] texts) => _model.Classify(texts);

    public void Dispose() => _model.Dispose();
}
