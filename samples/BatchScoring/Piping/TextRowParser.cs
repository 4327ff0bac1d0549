using System.Text;
using BatchScoring.Input;
using BatchScoring.Input.Records;

namespace BatchScoring.Piping;

/// <summary>Takes a line for a text.</summary>
internal sealed class TextRowParser(RowColumns columns) : IRowParser
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public ParsedRow Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            return ParsedRow.Of(null, Utf8.GetString(content.Span), columns);
        }
        catch (DecoderFallbackException)
        {
            return ParsedRow.Bad(Problems.NotUtf8);
        }
    }
}
