using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML;
using MLNet.LlmExtensions.FineTuning.Tasks;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;

namespace MLNet.LlmExtensions.FineTuning;

/// <summary>From data to a transformer: columns, rows, training.</summary>
internal static class FineTuningRun
{
    public static LoraTextClassificationTransformer Fit(
        LanguageModel model, LoraTextClassificationOptions options, TextClassificationKind kind, IDataView train, IDataView? validation)
    {
        ArgumentNullException.ThrowIfNull(train);
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("MLNet.LlmExtensions." + ClassifierComputation.Name);
        var columns = TextClassificationColumns.Of(options).In(train.Schema);
        var task = LabelColumn.Task(train.Schema, options.LabelColumnName, kind);
        var trainingRows = Read(train);
        var validationRows = validation is null ? null : Read(validation);
        var selection = new ClassSelection(task.Classes, trainingRows);
        Check(selection, trainingRows.Count);

        var trainer = new TextClassifierTrainer(model, options with { MultiLabel = kind == TextClassificationKind.MultiLabel });
        var result = trainer.Train(
            selection.Narrow(trainingRows), validationRows is null ? null : selection.Narrow(validationRows), selection.Present);
        return new LoraTextClassificationTransformer(
            model, selection.Widen(result.Classifier), result.History, task, columns, options.Prediction);

        List<TrainingExample> Read(IDataView data)
        {
            var label = LabelColumn.Find(data.Schema, options.LabelColumnName, kind);
            task.EnsureSame(label);
            return LabelledTexts.Read(data, label, task, columns, logger, options.CancellationToken);
        }

        void Check(ClassSelection classes, int rows)
        {
            var present = classes.Present.Length;
            if (present < (kind == TextClassificationKind.MultiLabel ? 1 : 2))
            {
                throw new InvalidDataException(
                    $"LoraTextClassification: the {rows} labelled rows have {(present == 0 ? "no class at all" : "one class only")} in column '{options.LabelColumnName}'; " +
                    "there is nothing to tell apart.");
            }

            if (classes.Absent.Any())
            {
                logger.LogWarning(
                    "The training rows have none of the classes {Absent}; their probability will always be 0", string.Join(", ", classes.Absent));
            }
        }
    }
}
