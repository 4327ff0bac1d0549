using Microsoft.ML.OnnxRuntime;

namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>ONNX Runtime's view of a workspace's buffers in one shape.</summary>
internal sealed class RowTensors : IDisposable
{
    public RowTensors(OrtValue[] inputs, OrtValue[] outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
    }

    public OrtValue[] Inputs { get; }

    public OrtValue[] Outputs { get; }

    public void Dispose()
    {
        foreach (var value in Inputs)
        {
            value.Dispose();
        }

        foreach (var value in Outputs)
        {
            value.Dispose();
        }
    }
}
