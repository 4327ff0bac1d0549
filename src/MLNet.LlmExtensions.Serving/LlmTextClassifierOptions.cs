namespace MLNet.LlmExtensions.Serving;

/// <summary>A classifier that is served: see <c>services.AddLlmTextClassifier</c>.</summary>
public sealed class LlmTextClassifierOptions : LlmServiceOptions
{
    /// <summary>
    /// The file that <c>ml.Model.Save</c> wrote. Its language model is found as the file says, or in a folder of
    /// <see cref="LanguageModelFolders"/>.
    /// </summary>
    public string ModelPath { get; set; } = "";

    /// <summary>The column of the saved model that takes the text. Its other columns are left empty. The default is <c>Text</c>.</summary>
    public string TextColumnName { get; set; } = "Text";

    /// <summary>The column with the scores of the classes. The default is <c>Score</c>.</summary>
    public string ScoreColumnName { get; set; } = "Score";

    /// <summary>The column with the probability of yes, for models that answer yes or no. The default is <c>Probability</c>.</summary>
    public string ProbabilityColumnName { get; set; } = "Probability";

    /// <summary>
    /// How often the file is looked at. When it has changed, the new model is loaded and tried beside the old one and takes its place; a
    /// file that cannot be loaded leaves the old one serving, and the health check says so. The default is 5 seconds;
    /// <see langword="null"/> never looks.
    /// </summary>
    public TimeSpan? ReloadInterval { get; set; } = TimeSpan.FromSeconds(5);

    private protected override IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ModelPath))
        {
            yield return $"{nameof(ModelPath)} must name a file that ml.Model.Save wrote.";
        }

        foreach (var (name, value) in (IEnumerable<(string, string)>)[
            (nameof(TextColumnName), TextColumnName), (nameof(ScoreColumnName), ScoreColumnName), (nameof(ProbabilityColumnName), ProbabilityColumnName)])
        {
            if (string.IsNullOrEmpty(value))
            {
                yield return $"{name} must name a column.";
            }
        }

        if (ReloadInterval is { } interval && (interval < TimeSpan.FromMilliseconds(10) || interval > TimeSpan.FromDays(1)))
        {
            yield return $"{nameof(ReloadInterval)} is {interval}; it must be from 10 milliseconds to a day, or null.";
        }

        foreach (var problem in base.Problems())
        {
            yield return problem;
        }
    }
}
