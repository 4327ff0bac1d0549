using System.Text;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads vocabulary files of text lines.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines of a UTF-8 file, without their ends.</summary>
    /// <exception cref="InvalidDataException">The file is too large or not valid UTF-8.</exception>
    public static string[] ReadLines(string path, long largestFile)
    {
        long length = new FileInfo(path).Length;
        if (length > largestFile)
            throw new InvalidDataException($"'{path}' has {length} bytes; at most {largestFile} are read.");
        try
        {
            // Not File.ReadAllLines: it would take the first bytes of a damaged file for those of UTF-16.
            ReadOnlySpan<byte> content = File.ReadAllBytes(path);
            if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
            return [.. Lines(Strict.GetString(content))];
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"'{path}' is not valid UTF-8.", exception);
        }
    }

    private static IEnumerable<string> Lines(string content)
    {
        using var reader = new StringReader(content);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
