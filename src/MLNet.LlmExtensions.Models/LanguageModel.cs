using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Models.Graphs;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Models;

/// <summary>
/// A language model on disk: its configuration, its tokenizer, how it wants texts embedded, and the ONNX graph that
/// computes it.
/// </summary>
/// <remarks>
/// Instances are immutable, may be used from several threads and hold no native memory; there is nothing to dispose.
/// Weights are not loaded: graphs refer to them inside the model's own files, which must stay where they are.
/// </remarks>
public sealed class LanguageModel
{
    private readonly ModelFiles _files;
    private readonly Lazy<TextTokenizer> _tokenizer;
    private readonly Lazy<string> _fingerprint;

    private LanguageModel(ModelFiles files)
    {
        _files = files;
        _tokenizer = new Lazy<TextTokenizer>(() => TextTokenizer.FromPretrained(files.TokenizerFolder));
        _fingerprint = new Lazy<string>(() => ContentFingerprint.Compute(files.Folder, files.ContentFiles()));
    }

    /// <summary>The model's folder, as a full path.</summary>
    public string Folder => _files.Folder;

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration => _files.Configuration;

    /// <summary>How the model wants its texts embedded.</summary>
    public EmbeddingSettings EmbeddingSettings => _files.Settings;

    /// <summary>The tokenizer; read on first use.</summary>
    /// <exception cref="FileNotFoundException">The folder has no tokenizer.</exception>
    /// <exception cref="InvalidDataException">A tokenizer file is damaged.</exception>
    /// <exception cref="NotSupportedException">The tokenizer is of an unknown kind.</exception>
    public TextTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>
    /// SHA-256 over the content of all files that decide what the model computes – configuration, tokenizer,
    /// sentence-transformers files and weights – as 64 hexadecimal digits. Where the folder is does not matter. Computed on
    /// first use, which reads every weight once.
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>What the folder holds.</summary>
    internal ModelFiles Files => _files;

    /// <summary>Opens a model's folder.</summary>
    /// <param name="folder">
    /// A Hugging Face checkpoint (<c>config.json</c>, <c>*.safetensors</c>, tokenizer files) of a supported architecture, or
    /// any model that was exported to <c>model.onnx</c> or <c>onnx/model.onnx</c>. Where a folder has both, the checkpoint is
    /// used. The files of sentence-transformers are read where they exist.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">Configuration or weights are missing.</exception>
    /// <exception cref="NotSupportedException">
    /// The architecture, a sentence-transformers module or the weights' format is not supported; the message says what is.
    /// </exception>
    /// <exception cref="InvalidDataException">A file is damaged or contradicts another; the message names file and field.</exception>
    public static LanguageModel FromPretrained(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new LanguageModel(ModelFiles.Open(folder));
    }

    /// <summary>Builds the graph that computes the model.</summary>
    /// <param name="options">What to compute; null for the model's own embedding.</param>
    /// <returns>A new graph. Its weights remain in the model's folder unless they had to be converted to 8 bits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The layer or the number of dimensions does not exist.</exception>
    /// <exception cref="ArgumentException">Options that exclude each other.</exception>
    /// <exception cref="NotSupportedException">The model cannot give what is asked for, for example logits of an encoder.</exception>
    /// <exception cref="InvalidDataException">A weight is missing or has another shape than the configuration says.</exception>
    public OnnxModel BuildGraph(GraphOptions? options = null) => _files.BuildGraph(options ?? new GraphOptions());
}
