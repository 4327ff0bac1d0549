using System.Text.Encodings.Web;
using System.Text.Json;

namespace BatchScoring.Output;

/// <summary>Reads and writes manifests.</summary>
internal static class ManifestStore
{
    private const string ManifestPrefix = "manifest-";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads a folder's manifest.</summary>
    /// <returns>Null where it has none.</returns>
    /// <exception cref="UserErrorException">It is not one that this program wrote.</exception>
    public static Manifest? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Options);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            throw new UserErrorException($"'{path}' is not a manifest of batch scoring. Choose another --output.");
        }
    }

    /// <summary>Begins a folder, or finds that it was begun with the same settings.</summary>
    /// <exception cref="UserErrorException">It was begun with others, or holds something else.</exception>
    public static void Begin(PartFiles files, Manifest manifest)
    {
        if (Read(files.Manifest) is null)
        {
            Create(files, manifest);
        }

        // Also after writing: of several processes that begin at the same time one writes, and all must agree with it.
        if (manifest.Difference(Read(files.Manifest)!) is { } difference)
        {
            throw new UserErrorException(
                $"The folder '{files.Root}' was begun with other settings. {difference} Give the same as before, or another --output.");
        }

        // Empty folders get lost when a folder is copied to another place.
        Directory.CreateDirectory(files.RejectedFolder);
        Directory.CreateDirectory(files.TemporaryFolder);

        // Left by a process that was killed while it wrote one. Who is still writing one finds that another process was first.
        foreach (var left in Directory.GetFiles(files.TemporaryFolder, ManifestPrefix + "*"))
            File.Delete(left);
    }

    private static void Create(PartFiles files, Manifest manifest)
    {
        if (Directory.Exists(files.Root) && Directory.EnumerateFiles(files.Root, "part-*").Any())
            throw new UserErrorException($"The folder '{files.Root}' has parts but no _manifest.json. Choose another --output.");
        Directory.CreateDirectory(files.RejectedFolder);
        Directory.CreateDirectory(files.TemporaryFolder);
        var temporary = Path.Combine(files.TemporaryFolder, $"{ManifestPrefix}{Guid.NewGuid():N}");
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, manifest, Options);
            stream.WriteByte((byte)'\n');
            Durable.Close(stream);
        }

        try
        {
            File.Move(temporary, files.Manifest, overwrite: false);
        }
        catch (IOException) when (File.Exists(files.Manifest))
        {
            // Another process was first.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
