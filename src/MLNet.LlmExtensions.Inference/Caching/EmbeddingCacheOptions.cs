using Microsoft.Extensions.Logging;

namespace MLNet.LlmExtensions.Inference;

/// <summary>How much an <see cref="EmbeddingCache"/> keeps, and where.</summary>
public sealed record EmbeddingCacheOptions
{
    /// <summary>
    /// A folder for vectors that outlive the process, made where it is absent; several processes may use it at once.
    /// <see langword="null"/> (the default): vectors are kept in memory alone.
    /// </summary>
    /// <remarks>
    /// The folder has no text, only hashes of texts and their vectors. Vectors still tell much of what a text said, and a hash tells
    /// whether a text that somebody guesses was there: protect the folder as you would protect the reports. On Linux and macOS a folder
    /// that is made here can be read by its owner only.
    /// </remarks>
    public string? Folder { get; init; }

    /// <summary>The most bytes of vectors in memory. The default is 256 MiB; 0 keeps none there.</summary>
    public long MaximumMemory { get; init; } = 256L << 20;

    /// <summary>
    /// The most bytes in <see cref="Folder"/>, of all models together. What was not used for longest goes first. Each process looks
    /// after it in steps, so that for moments there can be a few per cent more. The default is 4 GiB; 0 uses no disk. A process that uses a model keeps some 40 bytes in memory
    /// for each of its vectors on disk.
    /// </summary>
    public long MaximumDisk { get; init; } = 4L << 30;

    /// <summary>Where damaged files and a folder that cannot be written to are logged. <see langword="null"/> (the default): nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal EmbeddingCacheOptions Check(string parameterName)
    {
        if (Folder is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            throw new ArgumentException($"{nameof(EmbeddingCacheOptions)}.{nameof(Folder)} must name a folder or be null.", parameterName);
        }

        NotNegative(MaximumMemory, nameof(MaximumMemory));
        NotNegative(MaximumDisk, nameof(MaximumDisk));
        return this;

        void NotNegative(long value, string name)
        {
            if (value < 0)
            {
                throw new ArgumentOutOfRangeException(parameterName, value, $"{nameof(EmbeddingCacheOptions)}.{name} must be 0 or more.");
            }
        }
    }
}
