using MLNet.LlmExtensions.Models.Tokenization.Normalizers;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Components;

/// <summary>The words of the Moses tokenizer. The expected values are what sacremoses (English, aggressive dashes) gives.</summary>
public sealed class MosesNormalizerTests
{
    public static TheoryData<string, string> Texts => new()
    {
        {
            "Hello, world! Dr. Smith's 5,300 mg/day... don't (x-ray) <a> & \"q\" No. 5.",
            "Hello , world ! Dr. Smith &apos;s 5,300 mg / day ... don &apos;t ( x @-@ ray ) &lt; a &gt; &amp; &quot; q &quot; No. 5 ."
        },
        {
            "FINDINGS: No acute cardiopulmonary abnormality.\u000AIMPRESSION: Normal.",
            "FINDINGS : No acute cardiopulmonary abnormality . IMPRESSION : Normal ."
        },
        { "BP 138/86 mmHg, HR 92 bpm; T 37.4 C.", "BP 138 / 86 mmHg , HR 92 bpm ; T 37.4 C." },
        {
            "e.g. the i.e. value vs. No. of pp. 3 Nos. end.'",
            "e.g. the i.e. value vs. No. of pp. 3 Nos. end . &apos;"
        },
        {
            "it's the patients' 1990's 'quoted' rock'n'roll",
            "it &apos;s the patients &apos; 1990 &apos;s &apos; quoted &apos; rock &apos;n&apos;roll"
        },
        { "a,,b ,c 1,000,000, 5,", "a , , b , c 1,000,000 , 5 ," },
        { "... .. . x..y", "... .. . x .. y" },
        {
            "TGF-\u03B21 \u00B1 0.5 \u00B5g -- caf\u00E9-au-lait",
            "TGF @-@ \u03B21 \u00B1 0.5 \u00B5g -- caf\u00E9 @-@ au @-@ lait"
        },
        { "\u4E2D\u6587 \uAC00 \uD83D\uDE00 e\u0301", "\u4E2D \u6587 \uAC00 \uD83D\uDE00 e \u0301" },
        { "  \u0009 tabs \u0001and\u001Cjunk ", "tabs and junk" },
        { "[x] | {y} @ #1 50% $3", "&#91; x &#93; &#124; { y } @ # 1 50 % $ 3" },
        { "U.S. A. B.C. Fig. 2 etc. and Mr. X said so. Then", "U.S. A. B.C. Fig . 2 etc. and Mr. X said so . Then" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Words_are_those_of_Moses(string text, string expected) =>
        Assert.Equal(expected, new MosesNormalizer().Normalize(text));
}
