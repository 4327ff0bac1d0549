using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Classification;

/// <summary>All that decides a loaded graph: classifiers for which it is equal can run on one.</summary>
/// <param name="Fingerprint">Of the base model.</param>
/// <param name="Pooling">See <see cref="GraphOptions.Pooling"/>.</param>
/// <param name="Precision">See <see cref="GraphOptions.Precision"/>.</param>
/// <param name="Inputs">What can be handed over beside the tokens.</param>
/// <param name="Device">See <see cref="TextClassifierOptions.Device"/>.</param>
/// <param name="DeviceId">See <see cref="TextClassifierOptions.DeviceId"/>.</param>
/// <param name="IntraOpThreads">See <see cref="TextClassifierOptions.IntraOpThreads"/>.</param>
/// <param name="TokenBudget">See <see cref="TextClassifierOptions.TokenBudget"/>.</param>
/// <param name="MaximumBatchSize">See <see cref="TextClassifierOptions.MaximumBatchSize"/>.</param>
internal sealed record GraphKey(
    string Fingerprint,
    PoolingMode? Pooling,
    WeightPrecision Precision,
    string Inputs,
    DevicePreference Device,
    int DeviceId,
    int? IntraOpThreads,
    int? TokenBudget,
    int MaximumBatchSize);
