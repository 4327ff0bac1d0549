using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads values from text. What cannot be read is missing where the type can say so, otherwise the default.</summary>
internal static class TextValues
{
    private static readonly string[] True = ["true", "t", "yes", "y", "1", "+1", "+"];

    public static Func<ReadOnlyMemory<char>, T> Parser<T>(DataViewType type)
    {
        object parser = type is KeyDataViewType key ? KeyParser<T>(key.Count)
            : typeof(T) == typeof(ReadOnlyMemory<char>) ? (Func<ReadOnlyMemory<char>, ReadOnlyMemory<char>>)(text => text)
            : typeof(T) == typeof(bool) ? (Func<ReadOnlyMemory<char>, bool>)ParseBoolean
            : typeof(T) == typeof(float) ? (Func<ReadOnlyMemory<char>, float>)(text => (float)ParseReal(text))
            : typeof(T) == typeof(double) ? (Func<ReadOnlyMemory<char>, double>)ParseReal
            : typeof(T) == typeof(DataViewRowId) ? (Func<ReadOnlyMemory<char>, DataViewRowId>)ParseRowId
            : Generic.Invoke(typeof(TextValues), nameof(SpanParser), typeof(T));
        return (Func<ReadOnlyMemory<char>, T>)parser;
    }

    private static Func<ReadOnlyMemory<char>, T> KeyParser<T>(ulong count) => text =>
        (T)Convert.ChangeType(
            ulong.TryParse(text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value < count ? value + 1 : 0,
            typeof(T),
            CultureInfo.InvariantCulture);

    private static Func<ReadOnlyMemory<char>, T> SpanParser<T>()
        where T : ISpanParsable<T> =>
        text => T.TryParse(text.Span, CultureInfo.InvariantCulture, out var value) ? value : default;

    private static bool ParseBoolean(ReadOnlyMemory<char> text) =>
        True.Any(word => text.Span.Equals(word, StringComparison.OrdinalIgnoreCase));

    private static double ParseReal(ReadOnlyMemory<char> text)
    {
        if (text.IsEmpty)
            return 0;
        return double.TryParse(text.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
    }

    private static DataViewRowId ParseRowId(ReadOnlyMemory<char> text) =>
        text.Length == 32
        && ulong.TryParse(text.Span[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
        && ulong.TryParse(text.Span[16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low)
            ? new DataViewRowId(low, high)
            : default;
}
