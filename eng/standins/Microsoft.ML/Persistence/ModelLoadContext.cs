using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a model is loaded from; <see cref="ModelSaveContext"/> describes the form.</summary>
internal sealed class ModelLoadContext
{
    private readonly ZipArchive _archive;
    private readonly string _folder;

    private ModelLoadContext(HostEnvironment environment, ZipArchive archive, string folder, BinaryReader reader)
    {
        Environment = environment;
        _archive = archive;
        _folder = folder;
        Reader = reader;
    }

    /// <summary>The environment of the context that loads.</summary>
    public HostEnvironment Environment { get; }

    /// <summary>Gives what the part wrote.</summary>
    public BinaryReader Reader { get; }

    /// <summary>Loads a part of this part.</summary>
    public T LoadModel<T>(string name)
        where T : class => Load<T>(Environment, _archive, $"{_folder}/{name}");

    /// <summary>Loads the model in a folder of the archive.</summary>
    public static T Load<T>(HostEnvironment environment, ZipArchive archive, string folder)
        where T : class
    {
        var entry = archive.GetEntry($"{folder}/{ModelSaveContext.EntryName}")
            ?? throw new FormatException($"Corrupt model file: there is nothing at '{folder}'.");
        using var reader = new BinaryReader(new BufferedStream(entry.Open()));
        var loaded = ModelLoaders.Load(reader.ReadString(), new ModelLoadContext(environment, archive, folder, reader));
        if (reader.BaseStream.ReadByte() >= 0)
            throw new FormatException($"Corrupt model file: more was saved at '{folder}' than one model.");
        return loaded as T
            ?? throw new FormatException($"Corrupt model file: a {typeof(T)} was expected at '{folder}'.");
    }
}
