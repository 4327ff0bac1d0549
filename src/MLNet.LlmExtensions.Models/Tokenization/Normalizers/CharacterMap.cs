using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Normalizers;

/// <summary>
/// The compiled rules of a SentencePiece model (<c>precompiled_charsmap</c>): the length of a double-array trie in bytes,
/// its units (as the library Darts-clone lays them out), and a blob of replacements that end in a zero byte.
/// </summary>
internal sealed class CharacterMap
{
    private const int UnitSize = sizeof(uint);
    private const uint LabelMask = (1u << 31) | 0xFF;
    private const uint ValueMask = (1u << 31) - 1;
    private const uint LeafBit = 1u << 8;
    private const uint ExtensionBit = 1u << 9;
    private const int OffsetShift = 10;
    private const int ExtensionShift = 6;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharacterMap(uint[] units, byte[] replacements)
    {
        _units = units;
        _replacements = replacements;
    }

    /// <summary>Reads the compiled form.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a compiled character map.</exception>
    public static CharacterMap Read(ReadOnlySpan<byte> compiled)
    {
        if (compiled.Length < UnitSize)
            throw new InvalidDataException($"{compiled.Length} bytes are too short for a character map");

        uint trieLength = BinaryPrimitives.ReadUInt32LittleEndian(compiled);
        var rest = compiled[UnitSize..];
        if (trieLength == 0 || trieLength % UnitSize != 0 || trieLength > rest.Length)
        {
            throw new InvalidDataException(
                $"the trie of the character map should have {trieLength} bytes, but {rest.Length} follow");
        }

        var units = new uint[trieLength / UnitSize];
        rest[..(int)trieLength].CopyTo(MemoryMarshal.AsBytes(units.AsSpan()));
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(units, units);

        var replacements = rest[(int)trieLength..].ToArray();
        if (!System.Text.Unicode.Utf8.IsValid(replacements))
            throw new InvalidDataException("the replacements of the character map are not valid UTF-8");

        return new CharacterMap(units, replacements);
    }

    /// <summary>Appends what stands for the shortest rule that <paramref name="utf8"/> begins with, if there is one.</summary>
    public bool TryReplace(ReadOnlySpan<byte> utf8, CharBuffer destination)
    {
        int start = Find(utf8);
        if (start < 0 || start > _replacements.Length) return false;

        var replacement = _replacements.AsSpan(start);
        int end = replacement.IndexOf((byte)0);
        if (end >= 0) replacement = replacement[..end];
        int written = Encoding.UTF8.GetChars(replacement, destination.Reserve(replacement.Length));
        destination.Advance(written);
        return true;
    }

    private int Find(ReadOnlySpan<byte> key)
    {
        uint position = Offset(_units[0]);
        foreach (byte label in key)
        {
            if (label == 0) return -1;

            position ^= label;
            if (position >= _units.Length) return -1;
            uint unit = _units[position];
            if ((unit & LabelMask) != label) return -1;

            position ^= Offset(unit);
            if ((unit & LeafBit) == 0) continue;
            return position < _units.Length ? (int)(_units[position] & ValueMask) : -1;
        }

        return -1;
    }

    private static uint Offset(uint unit) => (unit >> OffsetShift) << (int)((unit & ExtensionBit) >> ExtensionShift);
}
