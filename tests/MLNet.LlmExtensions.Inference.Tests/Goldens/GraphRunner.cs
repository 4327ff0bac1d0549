using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Tests.Goldens;

/// <summary>Runs a graph on the CPU, exactly as it is.</summary>
internal sealed class GraphRunner : IDisposable
{
    private const string ExternalFolderEntry = "session.model_external_initializers_file_folder_path";

    private readonly InferenceSession _session;
    private readonly OnnxModel _model;

    public GraphRunner(OnnxModel model, Action<SessionOptions>? configure = null)
    {
        _model = model;
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (model.ExternalDataFolder is { } folder)
            options.AddSessionConfigEntry(ExternalFolderEntry, folder);
        configure?.Invoke(options);
        _session = new InferenceSession(model.ToByteArray(), options);
    }

    /// <summary>The first output's elements, row by row.</summary>
    /// <param name="batch">The tokens.</param>
    /// <param name="values">Values of inputs that have a default.</param>
    public float[] Run(TokenBatch batch, IReadOnlyDictionary<string, DenseTensor>? values = null)
    {
        using var ids = Value(batch, batch.Ids);
        using var mask = Value(batch, batch.Mask);
        using var types = Value(batch, batch.Types);
        var inputs = _model.InputNames.ToDictionary(name => name, name => name switch
        {
            "input_ids" => ids,
            "attention_mask" => mask,
            _ => types,
        });
        foreach (var (name, tensor) in values ?? new Dictionary<string, DenseTensor>())
            inputs.Add(name, OrtValue.CreateTensorValueFromMemory(tensor.Values, [.. tensor.Shape]));
        try
        {
            using var run = new RunOptions();
            using var results = _session.Run(run, inputs, [_model.OutputNames[0]]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var name in values?.Keys ?? [])
                inputs[name].Dispose();
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue Value(TokenBatch batch, long[] data) =>
        OrtValue.CreateTensorValueFromMemory(data, [batch.Rows, batch.Columns]);
}
