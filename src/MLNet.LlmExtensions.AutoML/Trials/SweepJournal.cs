using System.Text;
using System.Text.Json;

namespace MLNet.LlmExtensions.AutoML;

/// <summary>
/// The results of a sweep in a file, a line for each: the first line says which sweep. A line that a killed process wrote in part is cut
/// off.
/// </summary>
internal sealed class SweepJournal
{
    private static readonly JsonSerializerOptions Json = new() { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private readonly string _path;
    private readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens or makes a journal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sweep">What the sweep is: of a journal of another one nothing may be taken.</param>
    /// <exception cref="InvalidOperationException">It is of another sweep.</exception>
    /// <exception cref="InvalidDataException">It is no journal.</exception>
    public SweepJournal(string path, string sweep)
    {
        _path = Path.GetFullPath(path);
        if (!File.Exists(_path) || new FileInfo(_path).Length == 0)
        {
            Append(sweep);
            return;
        }

        Read(File.ReadAllBytes(_path), sweep);
    }

    /// <summary>What an earlier run found for a parameter; null where none did.</summary>
    public JournalEntry? Find(string parameter) => _entries.GetValueOrDefault(parameter);

    /// <summary>Keeps a result, on disk before this returns.</summary>
    public void Add(JournalEntry entry)
    {
        Append(JsonSerializer.Serialize(entry, Json));
        _entries[entry.Parameter] = entry;
    }

    private void Read(byte[] bytes, string sweep)
    {
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != sweep)
        {
            throw new InvalidOperationException(
                $"'{_path}' is the journal of another sweep: of other data, another pipeline or another metric. Name another file, or delete it to begin anew.");
        }

        try
        {
            foreach (var entry in lines.Skip(1).Select(line => JsonSerializer.Deserialize<JournalEntry>(line, Json)!))
            {
                _entries[entry.Parameter] = entry;
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{_path}' is a damaged journal: {exception.Message} Delete it to begin anew.", exception);
        }

        if (end < bytes.Length)
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Write);
            file.SetLength(end);
        }
    }

    private void Append(string line)
    {
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush(flushToDisk: true);
    }
}
