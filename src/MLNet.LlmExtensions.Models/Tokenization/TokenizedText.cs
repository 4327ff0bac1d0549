namespace MLNet.LlmExtensions.Models.Tokenization;

/// <summary>
/// A text, or a pair of texts, as a model reads it. All arrays have the same length: the number of tokens.
/// </summary>
public sealed class TokenizedText
{
    internal TokenizedText(int[] ids, int[] typeIds, int[] specialTokensMask, string[] tokens, bool isTruncated)
    {
        Ids = ids;
        TypeIds = typeIds;
        SpecialTokensMask = specialTokensMask;
        Tokens = tokens;
        IsTruncated = isTruncated;
        AttentionMask = new int[ids.Length];
        Array.Fill(AttentionMask, 1);
    }

    /// <summary>The token ids (<c>input_ids</c>).</summary>
    public int[] Ids { get; }

    /// <summary>Which text each token belongs to (<c>token_type_ids</c>), as the tokenizer's template says.</summary>
    public int[] TypeIds { get; }

    /// <summary>All ones: nothing is padding.</summary>
    public int[] AttentionMask { get; }

    /// <summary>1 for a token that the template added, 0 for one that stands for text.</summary>
    public int[] SpecialTokensMask { get; }

    /// <summary>The tokens' texts, in the form in which the vocabulary has them.</summary>
    public string[] Tokens { get; }

    /// <summary>Whether tokens were dropped to keep within the maximum length that was asked for.</summary>
    public bool IsTruncated { get; }
}
