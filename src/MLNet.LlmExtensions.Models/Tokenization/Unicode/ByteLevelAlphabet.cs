using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Unicode;

/// <summary>
/// GPT-2's alphabet of 256 visible characters, one for each byte: printable Latin-1 stands for itself, the rest follows
/// from U+0100 on. (Radford et al. 2019, "Language Models are Unsupervised Multitask Learners".)
/// </summary>
internal static class ByteLevelAlphabet
{
    private const int ByteCount = 256;
    private const int FirstStandIn = 0x100;
    private const int LargestChunk = 1024;
    private const int LongestUtf8 = 3; // bytes for one UTF-16 unit

    private static readonly char[] Characters = CreateCharacters();
    private static readonly short[] Bytes = CreateBytes();

    /// <summary>The characters of all bytes, in the order of the bytes.</summary>
    public static ReadOnlySpan<char> All => Characters;

    /// <summary>The character that stands for a byte.</summary>
    public static char ToCharacter(byte value) => Characters[value];

    /// <summary>The byte that a character stands for.</summary>
    public static bool TryGetByte(char character, out byte value)
    {
        short found = character < Bytes.Length ? Bytes[character] : (short)-1;
        value = (byte)found;
        return found >= 0;
    }

    /// <summary>Appends the UTF-8 form of a text, byte by byte in this alphabet.</summary>
    public static void Append(ReadOnlySpan<char> text, CharBuffer destination)
    {
        Span<byte> utf8 = stackalloc byte[LargestChunk];
        while (!text.IsEmpty)
        {
            int length = Math.Min(text.Length, LargestChunk / LongestUtf8);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1])) length--;

            int byteCount = Encoding.UTF8.GetBytes(text[..length], utf8);
            var characters = destination.Reserve(byteCount);
            for (int i = 0; i < byteCount; i++) characters[i] = Characters[utf8[i]];
            destination.Advance(byteCount);
            text = text[length..];
        }
    }

    private static char[] CreateCharacters()
    {
        var characters = new char[ByteCount];
        int next = FirstStandIn;
        for (int value = 0; value < ByteCount; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = (char)(printable ? value : next++);
        }

        return characters;
    }

    private static short[] CreateBytes()
    {
        var bytes = new short[Characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < ByteCount; value++) bytes[Characters[value]] = (short)value;
        return bytes;
    }
}
