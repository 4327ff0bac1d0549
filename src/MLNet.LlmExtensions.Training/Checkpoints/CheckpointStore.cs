using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Models.Adapters;
using MLNet.LlmExtensions.Models.Checkpoints;

namespace MLNet.LlmExtensions.Training.Checkpoints;

/// <summary>
/// The checkpoints of one training in a folder: a subfolder for each, the newest two. A checkpoint is written beside its place,
/// forced to disk, and then renamed, so that a killed process leaves whole ones only. One training at a time uses the folder.
/// </summary>
/// <remarks>
/// When a checkpoint cannot be written – a full disk – the training goes on with a warning: losing hours of work would be worse than
/// losing the means to repeat less of them. The checkpoints written before stay.
/// </remarks>
internal sealed class CheckpointStore : IDisposable
{
    private const string StateFile = "state.json";
    private const string TensorsFile = "tensors.safetensors";
    private const string LockFile = "lock";
    private const string Prefix = "step-";
    private const string TemporaryPrefix = ".step-";
    private const int Kept = 2;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = false, RespectRequiredConstructorParameters = true };

    private readonly string _folder;
    private readonly RunIdentity _run;
    private readonly ILogger _logger;
    private readonly Action<string, Action<Stream>> _write;
    private readonly FileStream _lock;

    /// <summary>Takes a folder.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="run">The training.</param>
    /// <param name="logger">Gets warnings.</param>
    /// <param name="write">Writes a file; tests put one here that fails. The default writes and forces to disk.</param>
    /// <exception cref="IOException">The folder cannot be written to, or another training uses it.</exception>
    public CheckpointStore(string folder, RunIdentity run, ILogger logger, Action<string, Action<Stream>>? write = null)
    {
        _folder = Path.GetFullPath(folder);
        _run = run;
        _logger = logger;
        _write = write ?? AtomicFile.Write;
        Directory.CreateDirectory(_folder);
        try
        {
            _lock = new FileStream(
                Path.Combine(_folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception)
        {
            throw new IOException($"The checkpoint folder '{_folder}' is used by another training that is under way.", exception);
        }

        foreach (var left in Directory.EnumerateDirectories(_folder, TemporaryPrefix + "*"))
        {
            TryDelete(left);
        }
    }

    /// <summary>Removes all checkpoints.</summary>
    public void Clear()
    {
        foreach (var (path, _) in Existing())
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Reads the newest checkpoint that is whole; <see langword="null"/> where there is none.</summary>
    /// <param name="fits">Whether the tensors are those that the training needs.</param>
    /// <exception cref="InvalidOperationException">It belongs to another training.</exception>
    public Checkpoint? Load(Func<Checkpoint, bool> fits)
    {
        foreach (var (path, _) in Existing())
        {
            Checkpoint checkpoint;
            try
            {
                checkpoint = Read(path);
                if (checkpoint.State.Version == CheckpointState.CurrentVersion
                    && _run.DifferenceFrom(checkpoint.State.Run) is null
                    && !fits(checkpoint))
                {
                    throw new InvalidDataException("Its tensors are not those of the model.");
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or UnauthorizedAccessException
                or NotSupportedException)
            {
                _logger.LogWarning(exception, "The checkpoint {Checkpoint} is damaged and is passed over", path);
                continue;
            }

            RefuseOthers(path, checkpoint.State);
            return checkpoint;
        }

        return null;
    }

    /// <summary>Writes a checkpoint; where that fails, warns and goes on.</summary>
    /// <param name="state">Its numbers; run, version and hash are filled in.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <returns>Whether it is on disk.</returns>
    public bool TrySave(CheckpointState state, IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{state.Step:D8}");
        var target = Path.Combine(_folder, name);
        var temporary = Path.Combine(_folder, $".{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            var writer = new SafetensorsWriter();
            foreach (var (tensorName, tensor) in tensors)
            {
                writer.Add(tensorName, tensor.Shape, tensor.Values);
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _write(Path.Combine(temporary, TensorsFile), stream =>
            {
                using var hashing = new HashingStream(stream, hash);
                writer.Save(hashing);
            });
            var complete = state with { Run = _run.Values, TensorsHash = Convert.ToHexStringLower(hash.GetHashAndReset()) };
            _write(Path.Combine(temporary, StateFile), stream => JsonSerializer.Serialize(stream, complete, Json));
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }

            Directory.Move(temporary, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            _logger.LogWarning(
                exception, "The checkpoint of step {Step} could not be written to {Folder}; the training goes on without it", state.Step, _folder);
            return false;
        }

        foreach (var (old, _) in Existing().Skip(Kept))
        {
            TryDelete(old);
        }

        return true;
    }

    public void Dispose() => _lock.Dispose();

    private static Checkpoint Read(string path)
    {
        var tensorsPath = Path.Combine(path, TensorsFile);
        using var stateStream = File.OpenRead(Path.Combine(path, StateFile));
        var state = JsonSerializer.Deserialize<CheckpointState>(stateStream, Json) ?? throw new InvalidDataException($"'{path}' has an empty {StateFile}.");
        using (var stream = File.OpenRead(tensorsPath))
        {
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != state.TensorsHash)
            {
                throw new InvalidDataException($"'{tensorsPath}' is not the file that {StateFile} was written with.");
            }
        }

        using var file = SafetensorsFile.Open(tensorsPath);
        var tensors = file.Tensors.ToDictionary(
            entry => entry.Key, entry => new DenseTensor(entry.Value.Shape, file.GetElements<float>(entry.Key).ToArray()), StringComparer.Ordinal);
        return new Checkpoint(state, tensors);
    }

    private void RefuseOthers(string path, CheckpointState state)
    {
        var difference = state.Version != CheckpointState.CurrentVersion
            ? $"its format is {state.Version} and not {CheckpointState.CurrentVersion}"
            : _run.DifferenceFrom(state.Run);
        if (difference is not null)
        {
            throw new InvalidOperationException(
                $"The checkpoint '{path}' is of another training: {difference}. Name another {nameof(TrainingOptions.CheckpointFolder)}, " +
                $"or set {nameof(TrainingOptions.Resume)} to false to begin anew and replace it.");
        }
    }

    /// <summary>The checkpoints, newest first.</summary>
    private List<(string Path, int Step)> Existing()
    {
        var found = new List<(string Path, int Step)>();
        foreach (var path in Directory.EnumerateDirectories(_folder, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                found.Add((path, step));
            }
        }

        found.Sort((left, right) => right.Step.CompareTo(left.Step));
        return found;
    }

    private void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(exception, "The folder {Folder} could not be removed", path);
        }
    }
}
