using System.Text.Json.Nodes;

namespace MLNet.LlmExtensions.Models.Adapters;

/// <summary>What a checkpoint that is written has beside the weights of the model itself.</summary>
/// <param name="Prefix">What Hugging Face's class with that head puts before the names of the model inside it.</param>
/// <param name="Tensors">The head's tensors, by their names in the file. They take the place of the base model's.</param>
/// <param name="Obsolete">Names of the base model's tensors that must not stay, because they would contradict the others.</param>
/// <param name="Describe">Says in the configuration what head it is.</param>
internal sealed record CheckpointHead(
    HeadModel Prefix, IReadOnlyDictionary<string, DenseTensor> Tensors, IReadOnlySet<string> Obsolete, Action<JsonObject> Describe);
