using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What can be done with trained models.</summary>
public sealed class ModelOperationsCatalog
{
    private const string ModelFolder = "TransformerChain";
    private const string SchemaEntry = "Schema";

    internal ModelOperationsCatalog(HostEnvironment environment) => Environment = environment;

    internal HostEnvironment Environment { get; }

    /// <summary>Saves a model and the schema of its input.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Guard.NotNull(stream, nameof(stream));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        ModelSaveContext.Save(archive, ModelFolder, model);
        if (inputSchema is null)
            return;
        using var writer = new BinaryWriter(archive.CreateEntry(SchemaEntry).Open());
        writer.WriteSchema(inputSchema);
    }

    /// <summary>Saves a model and the schema of its input.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Guard.NotEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Loads a model and the schema of its input.</summary>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        Guard.NotNull(stream, nameof(stream));
        using var archive = Open(stream);
        inputSchema = null;
        if (archive.GetEntry(SchemaEntry) is { } entry)
        {
            using var reader = new BinaryReader(entry.Open());
            inputSchema = reader.ReadSchema();
        }

        Guard.State(archive.Entries.Count > 0, "There is no model in the file.");
        return ModelLoadContext.Load<ITransformer>(Environment, archive, ModelFolder);
    }

    /// <summary>Loads a model and the schema of its input.</summary>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Guard.NotEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>Makes an engine that predicts single examples.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() =>
        CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });

    /// <summary>Makes an engine that predicts single examples with types and annotations of columns from a schema.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new() =>
        CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = false,
            InputSchemaDefinition = SchemaDefinitions.Create<TSrc>(Guard.NotNull(inputSchema, nameof(inputSchema))),
        });

    /// <summary>Makes an engine that predicts single examples.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new() => new(transformer, options);

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException("Corrupt model file: it is not a zip archive.", exception);
        }
    }
}
