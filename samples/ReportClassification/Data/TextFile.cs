using System.Text;

namespace ReportClassification.Data;

/// <summary>Opens text files: UTF-8, with or without a byte order mark, or another Unicode with one.</summary>
internal static class TextFile
{
    public static StreamReader Open(string path)
    {
        try
        {
            // Bytes that are no UTF-8 would otherwise become replacement characters without a word.
            return new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{path}' cannot be read: {exception.Message}");
        }
    }

    public static UserErrorException NotUnicode(string path) =>
        new($"'{path}' is not UTF-8. Convert it, for example with iconv -f windows-1252 -t utf-8.");
}
