using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>A growable run of characters that keeps its memory when it is cleared.</summary>
internal sealed class CharBuffer
{
    private const int SmallestCapacity = 256;

    private char[] _chars = [];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    public void Append(char value)
    {
        if (Length == _chars.Length) Grow(1);
        _chars[Length++] = value;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
    }

    /// <summary>At least <paramref name="count"/> writable characters after the end; <see cref="Advance"/> keeps them.</summary>
    public Span<char> Reserve(int count)
    {
        if (_chars.Length - Length < count) Grow(count);
        return _chars.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Clear() => Length = 0;

    /// <summary>Drops everything after the first <paramref name="length"/> characters.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Drops the code points from <paramref name="start"/> on that fulfil the condition.</summary>
    public void RemoveFrom(int start, Func<int, bool> condition)
    {
        int kept = start;
        for (int i = start, length; i < Length; i += length)
        {
            if (condition(CodePoints.At(Span, i, out length))) continue;
            if (kept != i) _chars.AsSpan(i, length).CopyTo(_chars.AsSpan(kept));
            kept += length;
        }

        Length = kept;
    }

    /// <summary>Gives memory back that only an unusually long text needed.</summary>
    public void Trim(int largestCapacity)
    {
        Length = 0;
        if (_chars.Length > largestCapacity) _chars = [];
    }

    public override string ToString() => Span.ToString();

    private void Grow(int count)
    {
        int needed = checked(Length + count);
        int doubled = (int)Math.Min(Array.MaxLength, 2L * _chars.Length);
        Array.Resize(ref _chars, Math.Max(Math.Max(SmallestCapacity, needed), doubled));
    }
}
