namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>The tokens that stand for single bytes of UTF-8, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
internal sealed class ByteFallback
{
    private const int ByteCount = 256;
    private const int LargestCharacter = 4;
    private const int Missing = -1;

    private readonly int[] _ids = new int[ByteCount];

    public ByteFallback(Vocabulary vocabulary)
    {
        for (int value = 0; value < ByteCount; value++)
            _ids[value] = vocabulary.TryGetId($"<0x{value:X2}>", out int id) ? id : Missing;
    }

    /// <summary>
    /// Writes the ids of a text's bytes, or returns false where one of them has no token. The text is one character,
    /// perhaps with a prefix or suffix.
    /// </summary>
    public bool TryGetIds(ReadOnlySpan<char> text, Span<int> ids, out int count)
    {
        count = 0;
        Span<byte> utf8 = stackalloc byte[LargestCharacter];
        foreach (var rune in text.EnumerateRunes())
        {
            int length = rune.EncodeToUtf8(utf8);
            foreach (byte value in utf8[..length])
            {
                if (_ids[value] == Missing) return false;
                ids[count++] = _ids[value];
            }
        }

        return true;
    }
}
