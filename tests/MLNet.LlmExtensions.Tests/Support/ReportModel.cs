using MLNet.LlmExtensions.Inference;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Tests.Support;

/// <summary>A tiny language model of random weights, for the tests of a class.</summary>
public sealed class ReportModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // What is loaded would run on CUDA where there is one, whose rounding differs.
    static ReportModel() => LoadedLlmEmbeddings.Configure = options => options with { Device = DevicePreference.Cpu, IntraOpThreads = 1 };

    public ReportModel()
    {
        Folder = TinyBert.Create(_folder.File("tiny-bert"), hidden: 20);
        Model = LanguageModel.FromPretrained(Folder);
    }

    public static TextEmbedderOptions OnCpu { get; } = new() { Device = DevicePreference.Cpu, IntraOpThreads = 1 };

    public string Folder { get; }

    public LanguageModel Model { get; }

    public LlmEmbeddingOptions Options { get; } = new() { Embedder = OnCpu };

    public void Dispose() => _folder.Dispose();
}
