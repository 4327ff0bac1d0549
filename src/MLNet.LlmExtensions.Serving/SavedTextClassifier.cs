using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Serving.Models;

namespace MLNet.LlmExtensions.Serving;

/// <summary>
/// A classifier that <c>ml.Model.Save</c> wrote, loaded for batches of texts: for jobs that have their texts at hand. Where callers come one
/// by one, <c>services.AddLlmTextClassifier</c> brings them together.
/// </summary>
/// <remarks>Thread-safe. Classifiers over one language model share it in memory. Dispose of it when no call is running any more.</remarks>
/// <example>
/// <code>
/// using var classifier = SavedTextClassifier.Load(new LlmTextClassifierOptions { ModelPath = "triage.zip" });
/// foreach (var reports in File.ReadLines("reports.txt").Chunk(256))
/// {
///     foreach (var result in classifier.Classify(reports))
///     {
///         Console.WriteLine($"{result.Label} {result.Probability:P0}");
///     }
/// }
/// </code>
/// </example>
public sealed class SavedTextClassifier : IDisposable
{
    private readonly ITransformer _model;
    private readonly DataViewSchema _input;
    private readonly string _textColumn;
    private readonly ClassReader _reader;

    private SavedTextClassifier(ITransformer model, DataViewSchema input, LlmTextClassifierOptions options)
    {
        _model = model;
        _input = input;
        _textColumn = options.TextColumnName;
        _reader = ClassReader.Of(model.GetOutputSchema(input), options);
    }

    /// <summary>The names of the classes, in the model's order. Of a model that answers yes or no: <c>False</c> and <c>True</c>.</summary>
    public IReadOnlyList<string> Classes => _reader.Classes;

    /// <summary>Loads a file and tries it with a text.</summary>
    /// <param name="options">The file, its columns and the device. What they say of queues and reloading is of no meaning here.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ArgumentException">An option is wrong. The message names it.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a classifier of texts that can be loaded. The message says why.</exception>
    public static SavedTextClassifier Load(LlmTextClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Check() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        var path = Path.GetFullPath(options.ModelPath);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model file '{path}'. {nameof(LlmTextClassifierOptions)}.{nameof(options.ModelPath)} must name one.", path);
        }

        ITransformer? model = null;
        try
        {
            // What is read is a file of its own from here on: another one may take its place at any moment.
            using var bytes = new MemoryStream(File.ReadAllBytes(path));
            var loaded = new MLContext().Model.Load(bytes, out var input);
            CheckText(input, options);
            model = loaded
                .WithBatchedEmbeddings(embedding => embedding with
                {
                    Embedder = embedding.Embedder with { Device = options.Device, IntraOpThreads = options.IntraOpThreads },
                })
                .WithBatchedPredictions(prediction => prediction with
                {
                    Classifier = prediction.Classifier with { Device = options.Device, IntraOpThreads = options.IntraOpThreads },
                });
            var saved = new SavedTextClassifier(model, input, options);
            _ = saved.Classify([""]);
            return saved;
        }
        catch (Exception exception) when (exception is not InvalidDataException and not OutOfMemoryException)
        {
            (model as IDisposable)?.Dispose();
            throw new InvalidDataException($"'{path}' is not a model that can be served: {exception.Message}", exception);
        }
        catch
        {
            (model as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Classifies texts, which go through the language model together.</summary>
    /// <param name="texts">The texts; all of their results are in memory at once.</param>
    /// <returns>What the classifier says of each, in their order.</returns>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public IReadOnlyList<TextClassification> Classify(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Contains(null!))
        {
            throw new ArgumentException("A text is null.", nameof(texts));
        }

        return ClassifyAll(texts);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => (_model as IDisposable)?.Dispose();

    internal TextClassification[] ClassifyAll(IReadOnlyList<string> texts) =>
        _reader.Read(_model.Transform(new RequestView(_input, _textColumn, texts)), texts.Count);

    private static void CheckText(DataViewSchema input, LlmTextClassifierOptions options)
    {
        if (input is null)
        {
            throw new InvalidDataException($"The model '{options.ModelPath}' was saved without the schema of its input; give it to ml.Model.Save.");
        }

        if (input.GetColumnOrNull(options.TextColumnName) is not { } column || column.Type != TextDataViewType.Instance)
        {
            throw new InvalidDataException(
                $"The model '{options.ModelPath}' takes no text in a column '{options.TextColumnName}'. Its columns are " +
                $"{string.Join(", ", input.Select(other => $"'{other.Name}'"))}; set {nameof(LlmTextClassifierOptions)}.{nameof(options.TextColumnName)}.");
        }
    }
}
