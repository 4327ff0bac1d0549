using System.Text.Json;
using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.TestHost;

// Arguments: the saved model, how to score (single: PredictionEngine; rows: Transform; batched: Transform after
// WithBatchedEmbeddings and WithBatchedPredictions), a JSON file with the texts, and what the model predicts (multiclass, the
// default; binary; multilabel). Writes the scores as JSON. The environment variable TEST_HOST_MODELS names a folder to register,
// TEST_HOST_ASSEMBLIES a file for the names of the assemblies that were loaded.
var (path, how, texts) = (args[0], args[1], JsonSerializer.Deserialize<string[]>(File.ReadAllText(args[2]))!);
if (Environment.GetEnvironmentVariable("TEST_HOST_MODELS") is { Length: > 0 } folder)
{
    LanguageModelFolders.Add(folder);
}

var ml = new MLContext();
var model = ml.Model.Load(path, out _);
var rows = texts.Select(text => new TextRow { Text = text });
Console.WriteLine(args.ElementAtOrDefault(3) switch
{
    "binary" => JsonSerializer.Serialize(Score<BinaryScoredRow>()),
    "multilabel" => JsonSerializer.Serialize(Score<MultiLabelScoredRow>()),
    _ => JsonSerializer.Serialize(Score<ScoredRow>()),
});
if (Environment.GetEnvironmentVariable("TEST_HOST_ASSEMBLIES") is { Length: > 0 } file)
{
    File.WriteAllLines(file, AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!));
}

TRow[] Score<TRow>()
    where TRow : class, new()
{
    if (how == "single")
    {
        var engine = ml.Model.CreatePredictionEngine<TextRow, TRow>(model);
        return [.. rows.Select(row => engine.Predict(row))];
    }

    var served = how == "batched" ? model.WithBatchedEmbeddings().WithBatchedPredictions() : model;
    return [.. ml.Data.CreateEnumerable<TRow>(served.Transform(ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false)];
}
