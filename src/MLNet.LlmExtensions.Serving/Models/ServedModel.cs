using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Serving.Models;

/// <summary>A saved classifier, loaded for batches of texts. Thread-safe.</summary>
internal sealed class ServedModel : IDisposable
{
    private readonly ITransformer _model;
    private readonly DataViewSchema _input;
    private readonly string _textColumn;
    private readonly ClassReader _reader;

    private ServedModel(ITransformer model, DataViewSchema input, LlmTextClassifierOptions options)
    {
        _model = model;
        _input = input;
        _textColumn = options.TextColumnName;
        _reader = ClassReader.Of(model.GetOutputSchema(input), options);
    }

    /// <summary>Loads a file and tries it with a text.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a classifier of texts that can be loaded. The message says why.</exception>
    public static ServedModel Load(LlmTextClassifierOptions options)
    {
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
            var served = new ServedModel(model, input, options);
            _ = served.Classify([""]);
            return served;
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

    /// <summary>Classifies texts.</summary>
    public TextClassification[] Classify(string[] texts) =>
        _reader.Read(_model.Transform(new RequestView(_input, _textColumn, texts)), texts.Length);

    public void Dispose() => (_model as IDisposable)?.Dispose();

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
