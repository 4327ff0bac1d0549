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
        if (length > largestFile) throw new InvalidDataException($"'{path}' has {length} bytes; at most {largestFile} are read.");
        try
        {
            return File.ReadAllLines(path, Strict);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"'{path}' is not valid UTF-8.", exception);
        }
    }
}
