using System.IO.Compression;

namespace Microsoft.ML;

// How models are saved
// --------------------
// A saved model is a zip archive. Each part of the model (a chain, its members, their models) has a folder in it with
// one entry, "Model", which holds the name of its loader and then what the part itself wrote to Writer. A part that has
// parts saves them with SaveModel under names of its own. To load, the name leads to the static method
// Load(ModelLoadContext) of the class marked with ModelLoaderAttribute, which reads the same things in the same order.
//
//     void ICanSaveModel.Save(ModelSaveContext ctx)          [ModelLoader("CopyColumns")]
//     {                                                      internal static ColumnCopyingTransformer Load(ModelLoadContext ctx)
//         ctx.SetLoader("CopyColumns");                      {
//         ctx.Writer.Write(...);                                 ... = ctx.Reader.ReadString();
//         ctx.SaveModel(_part, "Part");                          ... = ctx.LoadModel<Part>("Part");
//     }                                                      }
//
// A type outside this assembly has no loader. It can only have a built-in type's Save write to its context; what is
// loaded then is the built-in one. This is so in the official package as well. The files are not the official ones.

/// <summary>Where a model is saved to.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string EntryName = "Model";

    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly MemoryStream _content = new();
    private string _loader;

    private ModelSaveContext(ZipArchive archive, string folder)
    {
        _archive = archive;
        _folder = folder;
        Writer = new BinaryWriter(_content);
    }

    /// <summary>Takes what the part's loader will read.</summary>
    internal BinaryWriter Writer { get; }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();

    /// <summary>Says which loader reads this part.</summary>
    internal void SetLoader(string name) => _loader = name;

    /// <summary>Saves a part of this part.</summary>
    internal void SaveModel(ICanSaveModel model, string name) => Save(_archive, $"{_folder}/{name}", model);

    /// <summary>Saves a model to a folder of the archive.</summary>
    internal static void Save(ZipArchive archive, string folder, ICanSaveModel model)
    {
        if (model is null)
            return;
        using var context = new ModelSaveContext(archive, folder);
        model.Save(context);
        Guard.State(context._loader is not null, $"{model.GetType()} saved nothing that could be loaded.");
        context.Writer.Flush();
        using var entry = new BinaryWriter(archive.CreateEntry($"{folder}/{EntryName}", CompressionLevel.Fastest).Open());
        entry.Write(context._loader);
        entry.Flush();
        context._content.WriteTo(entry.BaseStream);
    }
}
