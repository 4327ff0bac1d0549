using System.Text.Json;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Training;

// Arguments: the base model's folder, a folder for checkpoints, a file with rows as JSON ([{"Text", "Label"}]), a file that receives
// the trained weights as JSON. Each step is told on standard output, so that whoever started the process knows when to kill it.
var rows = JsonSerializer.Deserialize<HostRow[]>(File.ReadAllText(args[2]))!;
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
var trainer = new TextClassifierTrainer(LanguageModel.FromPretrained(args[0]), options);
var result = trainer.Train([.. rows.Select(row => new TrainingExample(row.Text, row.Label))], validation: null, classes: ["no", "yes"]);
var weights = result.Classifier.Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.Values);
weights["head weight"] = result.Classifier.HeadWeight.Values;
weights["head bias"] = result.Classifier.HeadBias.Values;
File.WriteAllText(args[3], JsonSerializer.Serialize(weights));
Console.WriteLine($"resumed from {result.History.ResumedFromStep ?? 0}");
