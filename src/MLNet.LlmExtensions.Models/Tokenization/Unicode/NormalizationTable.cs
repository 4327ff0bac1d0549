using System.Globalization;
using System.Text;

namespace MLNet.LlmExtensions.Models.Tokenization.Unicode;

/// <summary>
/// What single characters become in a normalisation form, looked up once and remembered. Most texts can be normalised
/// character by character, which is quicker than asking the system's library and needs no memory.
/// </summary>
/// <remarks>Thread-safe: pages are filled without locks, and filling one twice does no harm.</remarks>
internal sealed class NormalizationTable(NormalizationForm form)
{
    /// <summary>The entry of a character that stays as it is.</summary>
    public const string Unchanged = "";

    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;
    private const int LastCodePoint = 0x10FFFF;

    // Never a result, because no form turns a character into this one.
    private static readonly string DependsOnNeighbours = "\uFFFF";

    private readonly string?[]?[] _pages = new string?[]?[(LastCodePoint >> PageBits) + 1];

    /// <summary>
    /// What a character becomes, or <see cref="Unchanged"/>; null where that depends on its neighbours.
    /// </summary>
    public string? Lookup(int codePoint)
    {
        ref string?[]? page = ref _pages[codePoint >> PageBits];
        page ??= new string?[PageSize];
        ref string? entry = ref page[codePoint & (PageSize - 1)];
        entry ??= Compute(codePoint);
        return ReferenceEquals(entry, DependsOnNeighbours) ? null : entry;
    }

    private string Compute(int codePoint)
    {
        if (InteractsWithPrevious(codePoint)) return DependsOnNeighbours;

        const int reversedByteOrderMark = 0xFFFE; // a noncharacter that the runtime refuses to normalise
        if (codePoint == reversedByteOrderMark || YoungCharacters.HasDecomposition(codePoint)) return Unchanged;

        string character = char.ConvertFromUtf32(codePoint);
        string normalized = character.Normalize(form);
        if (normalized == character) return Unchanged;
        return InteractsWithPrevious(CodePoints.At(normalized, 0, out _)) ? DependsOnNeighbours : normalized;
    }

    // Only marks are reordered, and besides marks only vowels and finals of Hangul, and vowels of Kirat Rai, compose with
    // what stands before them.
    private static bool InteractsWithPrevious(int codePoint) =>
        CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || codePoint is (>= 0x1160 and <= 0x11FF) or (>= 0x16D63 and <= 0x16D6A);
}
