using System.Text.Json;
using Microsoft.ML;
using MLNet.LlmExtensions;
using MLNet.LlmExtensions.TestHost;

// Arguments: the saved model, how to score (single: PredictionEngine; rows: Transform; batched: Transform after
// WithBatchedEmbeddings), and a JSON file with the texts. Writes the scores as JSON. The environment variable
// TEST_HOST_MODELS names a folder to register.
var (path, how, texts) = (args[0], args[1], JsonSerializer.Deserialize<string[]>(File.ReadAllText(args[2]))!);
if (Environment.GetEnvironmentVariable("TEST_HOST_MODELS") is { Length: > 0 } folder)
{
    LanguageModelFolders.Add(folder);
}

var ml = new MLContext();
var model = ml.Model.Load(path, out _);
var rows = texts.Select(text => new TextRow { Text = text });
IEnumerable<ScoredRow> scored;
if (how == "single")
{
    var engine = ml.Model.CreatePredictionEngine<TextRow, ScoredRow>(model);
    scored = rows.Select(row => engine.Predict(row));
}
else
{
    model = how == "batched" ? model.WithBatchedEmbeddings() : model;
    scored = ml.Data.CreateEnumerable<ScoredRow>(model.Transform(ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false);
}

Console.WriteLine(JsonSerializer.Serialize(scored));
