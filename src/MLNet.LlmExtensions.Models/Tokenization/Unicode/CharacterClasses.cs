using System.Globalization;

namespace MLNet.LlmExtensions.Models.Tokenization.Unicode;

/// <summary>The character classes that Hugging Face's tokenizers use, over code points.</summary>
internal static class CharacterClasses
{
    private const int FirstNonAscii = 0x80;

    /// <summary>Unicode's <c>White_Space</c> property.</summary>
    public static bool IsWhiteSpace(int codePoint) =>
        codePoint <= CodePoints.LastBasic && char.IsWhiteSpace((char)codePoint);

    /// <summary>General category L.</summary>
    public static bool IsLetter(int codePoint) => codePoint < FirstNonAscii
        ? char.IsAsciiLetter((char)codePoint)
        : Category(codePoint) <= UnicodeCategory.OtherLetter;

    /// <summary>General category N: decimal digits, letter numbers and other numbers.</summary>
    public static bool IsNumber(int codePoint) => codePoint < FirstNonAscii
        ? char.IsAsciiDigit((char)codePoint)
        : Category(codePoint) is UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>ASCII punctuation and symbols, and general category P.</summary>
    public static bool IsPunctuation(int codePoint)
    {
        if (codePoint < FirstNonAscii) return char.IsPunctuation((char)codePoint) || char.IsSymbol((char)codePoint);

        const int canadianChiSign = 0x166D; // punctuation until Unicode 11
        const int sharadaSandhiMark = 0x111C9; // punctuation until Unicode 10
        if (codePoint is canadianChiSign or sharadaSandhiMark) return true;

        return Category(codePoint) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
                or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
                or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.OtherPunctuation
            && !YoungCharacters.IsPunctuation(codePoint);
    }

    /// <summary>Control characters, format controls and private use: what BERT's normalizer drops.</summary>
    public static bool IsControl(int codePoint) =>
        Category(codePoint) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        && !YoungCharacters.IsFormatControl(codePoint);

    /// <summary>General category Mn.</summary>
    public static bool IsNonSpacingMark(int codePoint)
    {
        if (codePoint < FirstNonAscii) return false;

        const int hanunooPamudpod = 0x1734; // became a spacing mark in Unicode 14
        const int ahomMedialRa = 0x1171E; // became a spacing mark in Unicode 16
        if (codePoint is hanunooPamudpod or ahomMedialRa) return true;

        return Category(codePoint) == UnicodeCategory.NonSpacingMark && !YoungCharacters.IsNonSpacingMark(codePoint);
    }

    /// <summary>General category M.</summary>
    public static bool IsMark(int codePoint)
    {
        if (codePoint < FirstNonAscii) return false;

        const int firstVedicVisarga = 0x1CF2; // letters since Unicode 12
        const int lastVedicVisarga = 0x1CF3;
        if (codePoint is firstVedicVisarga or lastVedicVisarga) return true;

        return IsMarkCategory(Category(codePoint)) && !YoungCharacters.IsMark(codePoint);
    }

    /// <summary>
    /// A word character (<c>\w</c>) in the sense of Unicode's annex 18: alphabetic, mark, decimal digit, connector
    /// punctuation or join control.
    /// </summary>
    public static bool IsWord(int codePoint)
    {
        if (codePoint < FirstNonAscii) return char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_';

        const int zeroWidthNonJoiner = 0x200C;
        const int zeroWidthJoiner = 0x200D;
        var category = Category(codePoint);
        return category <= UnicodeCategory.OtherLetter
            || IsMarkCategory(category)
            || category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
                or UnicodeCategory.ConnectorPunctuation
            || codePoint is zeroWidthNonJoiner or zeroWidthJoiner
            || IsCircledOrSquaredLetter(codePoint);
    }

    /// <summary>The blocks of CJK ideographs around which BERT's normalizer puts spaces.</summary>
    public static bool IsChinese(int codePoint) => codePoint >= 0x3400 && codePoint is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B920 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>The symbols that have the property Other_Alphabetic.</summary>
    public static bool IsCircledOrSquaredLetter(int codePoint) => codePoint is (>= 0x24B6 and <= 0x24E9)
        or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    private static bool IsMarkCategory(UnicodeCategory category) => category is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static UnicodeCategory Category(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint);
}
