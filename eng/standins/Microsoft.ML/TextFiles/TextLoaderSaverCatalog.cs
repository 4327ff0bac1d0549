using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Reads text files.</summary>
public static class TextLoaderSaverCatalog
{
    /// <summary>A view of a file of separated values, whose columns are the members of <typeparamref name="TInput"/>.</summary>
    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        Guard.NotEmpty(path, nameof(path));
        Guard.Argument(File.Exists(path), nameof(path), $"File or directory does not exist at path: {path}");
        var format = new TextFormat(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        return new TextFileDataView(path, format, TextColumn.Create(typeof(TInput)));
    }
}
