using System.Text.Json;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;

// Arguments: the base model's folder, a folder for checkpoints, a file with rows as JSON ([{"Text", "Label"}]), a file that receives
// the trained weights as JSON, and what is trained: a classifier or a language model. Each step is told on standard output, so that
// whoever started the process knows when to kill it.
var model = LanguageModel.FromPretrained(args[0]);
var rows = JsonSerializer.Deserialize<HostRow[]>(File.ReadAllText(args[2]))!;
var (weights, history) = args[4] == "language-model" ? LanguageModelOf() : ClassifierOf();
File.WriteAllText(args[3], JsonSerializer.Serialize(weights));
Console.WriteLine($"resumed from {history.ResumedFromStep ?? 0}");

(Dictionary<string, float[]> Weights, TrainingHistory History) ClassifierOf()
{
    var options = new FineTuningOptions
    {
        Epochs = 3,
        MaximumBatchSize = 4,
        LearningRate = 2e-3,
        EarlyStoppingPatience = 0,
        CheckpointFolder = args[1],
        CheckpointInterval = 2,
        Device = DevicePreference.Cpu,
        Threads = 1,
        Progress = new ConsoleProgress(),
    };
    var result = new TextClassifierTrainer(model, options).Train(
        [.. rows.Select(row => new TrainingExample(row.Text, row.Label))], validation: null, classes: ["no", "yes"]);
    var weights = result.Classifier.Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.Values);
    weights["head weight"] = result.Classifier.HeadWeight.Values;
    weights["head bias"] = result.Classifier.HeadBias.Values;
    return (weights, result.History);
}

(Dictionary<string, float[]> Weights, TrainingHistory History) LanguageModelOf()
{
    var options = new PretrainingOptions
    {
        Epochs = 3,
        MaximumBatchSize = 4,
        PackTexts = false,
        CheckpointFolder = args[1],
        CheckpointInterval = 2,
        Device = DevicePreference.Cpu,
        Threads = 1,
        Progress = new ConsoleProgress(),
    };
    var result = new LanguageModelTrainer(model, options).Train(rows.Select(row => row.Text));
    return (result.Model.Tensors.Concat(result.Model.Head).ToDictionary(entry => entry.Key, entry => entry.Value.Values), result.History);
}
