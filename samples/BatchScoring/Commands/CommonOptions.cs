using System.CommandLine;
using BatchScoring.Input;
using ReportClassification.Commands;

namespace BatchScoring.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Quiet = new("--quiet") { Description = "Prints only the summary line.", Recursive = true };

    public static readonly Option<int?> Threads = NumberOption.Whole("--threads", "Threads of the language model on the CPU. Default: one for each core.", "N", 1);

    public static readonly Option<string> Model = new("--model") { Description = "The classifier: a file that ml.Model.Save wrote.", HelpName = "model.zip", Required = true };

    public static readonly Option<string> ModelTextColumn = new("--model-text-column")
    {
        Description = "The model's column that takes the text.",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => "Text",
    };

    public static readonly Option<string?> LanguageModel = new("--language-model")
    {
        Description = "The language model's folder, or one above it, if it has moved since the classifier was saved.",
        HelpName = "FOLDER",
    };

    public static readonly Option<string[]> Text = SharedOptions.Text();

    public static readonly Option<string?> Id = new("--id") { Description = "The column that is copied to the output as id.", HelpName = "COLUMN" };

    public static readonly Option<bool> LabelOnly = new("--label-only") { Description = "Leaves the probabilities out." };

    public static readonly Option<int?> MaximumTextLength = NumberOption.Whole(
        "--max-text-length", $"The most characters of a text; a longer one is a bad row. Default: {RowColumns.DefaultMaximumTextLength}.", "N", 1);

    /// <summary>The model that the options name.</summary>
    public static Scoring.ModelSettings ModelSettings(ParseResult parsed) => new(
        parsed.GetRequiredValue(Model), parsed.GetRequiredValue(ModelTextColumn), parsed.GetValue(LanguageModel), Choice.Value(parsed, SharedOptions.Device), parsed.GetValue(Threads));

    /// <summary>The columns that the options name.</summary>
    public static RowColumns Columns(ParseResult parsed) =>
        new(parsed.GetRequiredValue(Text), parsed.GetValue(Id), parsed.GetValue(MaximumTextLength) ?? RowColumns.DefaultMaximumTextLength);
}
