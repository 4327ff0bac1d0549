using System.Globalization;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;

/// <summary>
/// For each general category a character up to U+FFFF that no splitting pattern would name, to stand for the characters
/// of the category that lie beyond.
/// </summary>
internal static class StandIns
{
    private const int FirstSupplementaryIdeograph = 0x20000;
    private const int LastSupplementaryIdeograph = 0x323AF;
    private const char Ideograph = '\u9FFF';

    public static char For(int codePoint)
    {
        if (codePoint <= CodePoints.LastBasic) return (char)codePoint;
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.UppercaseLetter => '\u10A0',
            UnicodeCategory.LowercaseLetter => '\u2D00',
            UnicodeCategory.TitlecaseLetter => '\u1F88',
            UnicodeCategory.ModifierLetter => '\uA4F8',
            UnicodeCategory.OtherLetter when codePoint is >= FirstSupplementaryIdeograph and <= LastSupplementaryIdeograph
                => Ideograph,
            UnicodeCategory.OtherLetter => '\uA000',
            UnicodeCategory.NonSpacingMark => '\u0730',
            UnicodeCategory.SpacingCombiningMark => '\uA823',
            UnicodeCategory.EnclosingMark => '\uA670',
            UnicodeCategory.DecimalDigitNumber => '\uA620',
            UnicodeCategory.LetterNumber => '\u16EE',
            UnicodeCategory.OtherNumber => '\uA830',
            UnicodeCategory.ConnectorPunctuation => '\u2054',
            UnicodeCategory.DashPunctuation => '\u2E3A',
            UnicodeCategory.OpenPunctuation => '\u2E22',
            UnicodeCategory.ClosePunctuation => '\u2E23',
            UnicodeCategory.InitialQuotePunctuation => '\u2E02',
            UnicodeCategory.FinalQuotePunctuation => '\u2E03',
            UnicodeCategory.OtherPunctuation => '\uA4FE',
            UnicodeCategory.MathSymbol => '\u2AFE',
            UnicodeCategory.CurrencySymbol => '\uA838',
            UnicodeCategory.ModifierSymbol => '\uA700',
            UnicodeCategory.OtherSymbol when CharacterClasses.IsCircledOrSquaredLetter(codePoint) => '\u24B6',
            UnicodeCategory.OtherSymbol => '\uA490',
            UnicodeCategory.Format => '\u206A',
            UnicodeCategory.PrivateUse => '\uE000',
            _ => '\u0378', // not assigned
        };
    }
}
