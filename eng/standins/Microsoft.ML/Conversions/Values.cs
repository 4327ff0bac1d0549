using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>What differs between the types of values that keys stand for.</summary>
internal static class Values
{
    /// <summary>Equality by content.</summary>
    public static IEqualityComparer<T> Comparer<T>() =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)new TextComparer() : EqualityComparer<T>.Default;

    /// <summary>The order of values; text by character codes.</summary>
    public static Comparison<T> Order<T>() => typeof(T) == typeof(ReadOnlyMemory<char>)
        ? (Comparison<T>)(object)(Comparison<ReadOnlyMemory<char>>)((x, y) => x.Span.SequenceCompareTo(y.Span))
        : System.Collections.Generic.Comparer<T>.Default.Compare;

    /// <summary>What a missing value is told by; only some types have one.</summary>
    public static bool IsMissing<T>(T value) => value switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty,
        float number => float.IsNaN(number),
        double number => double.IsNaN(number),
        _ => false,
    };

    /// <summary>The value that says that there is none: NaN, empty text, or the default.</summary>
    public static T Missing<T>()
    {
        if (typeof(T) == typeof(float))
            return (T)(object)float.NaN;
        return typeof(T) == typeof(double) ? (T)(object)double.NaN : default;
    }

    public static ReadOnlyMemory<char> ToText<T>(T value) => value switch
    {
        ReadOnlyMemory<char> text => text,
        bool truth => (truth ? "1" : "0").AsMemory(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture).AsMemory(),
    };

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
    }
}
