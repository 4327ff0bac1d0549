using Microsoft.ML.OnnxRuntime;
using MLNet.LlmExtensions.Models.Graphs;

namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>The names of a graph's inputs and outputs, in the order in which tensors are handed over.</summary>
internal sealed class SessionLayout
{
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";
    private const string TokenTypeIds = "token_type_ids";

    public SessionLayout(OnnxModel model)
    {
        HasTokenTypes = model.InputNames.Contains(TokenTypeIds);
        InputNames = HasTokenTypes ? [InputIds, AttentionMask, TokenTypeIds] : [InputIds, AttentionMask];
        OutputNames = [model.OutputNames[0]];
    }

    public string[] InputNames { get; }

    public string[] OutputNames { get; }

    public bool HasTokenTypes { get; }

    /// <summary>Runs one row of one token, and returns the length of its vector.</summary>
    public int Probe(InferenceSession session)
    {
        using var ids = OrtValue.CreateTensorValueFromMemory(new long[1], [1, 1]);
        using var mask = OrtValue.CreateTensorValueFromMemory(new long[] { 1 }, [1, 1]);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[1], [1, 1]);
        OrtValue[] inputs = HasTokenTypes ? [ids, mask, types] : [ids, mask];
        using var options = new RunOptions();
        using var results = session.Run(options, InputNames, inputs, OutputNames);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        return checked((int)shape[^1]);
    }
}
