using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Goldens;

/// <summary>Says in which ways a tokenizer departs from the golden data.</summary>
internal static class GoldenComparison
{
    public static IEnumerable<string> Differences(TextTokenizer tokenizer, GoldenCase golden)
    {
        var actual = tokenizer.Encode(golden.Text, golden.Pair, golden.AddSpecialTokens, golden.MaximumLength);
        if (!actual.Ids.SequenceEqual(golden.Ids))
            yield return $"{golden.Id} ids: [{string.Join(' ', actual.Ids)}] for [{string.Join(' ', golden.Ids)}]";
        if (!actual.TypeIds.SequenceEqual(golden.TypeIds)) yield return $"{golden.Id} type ids";
        if (!actual.AttentionMask.SequenceEqual(golden.AttentionMask)) yield return $"{golden.Id} attention mask";
        if (!actual.SpecialTokensMask.SequenceEqual(golden.SpecialTokensMask)) yield return $"{golden.Id} special tokens mask";
        if (!actual.Tokens.SequenceEqual(golden.Tokens))
            yield return $"{golden.Id} tokens: [{string.Join('|', actual.Tokens)}] for [{string.Join('|', golden.Tokens)}]";

        var untruncated = tokenizer.Encode(golden.Text, golden.Pair, golden.AddSpecialTokens);
        bool truncated = golden.MaximumLength is not null && untruncated.Ids.Length > golden.Ids.Length;
        if (actual.IsTruncated != truncated) yield return $"{golden.Id} says truncated: {actual.IsTruncated}";

        if (golden.Decoded is null) yield break;
        string decoded = tokenizer.Decode(golden.Ids, skipSpecialTokens: false);
        if (decoded != golden.Decoded) yield return $"{golden.Id} decoded: '{decoded}' for '{golden.Decoded}'";
    }
}
