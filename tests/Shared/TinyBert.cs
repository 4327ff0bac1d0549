namespace MLNet.LlmExtensions.Tests.Shared;

/// <summary>
/// A BERT checkpoint folder that a test makes for itself: random weights from a seed, a WordPiece vocabulary of report words.
/// It is for tests of mechanics, which must not depend on data that a machine may lack.
/// </summary>
internal static class TinyBert
{
    private static readonly string[] Words =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
        ".", ",", ":", ";", "-", "/", "(", ")", "'", "?", "!",
        "no", "is", "are", "the", "a", "of", "and", "with", "in", "there", "or", "not", "to", "left", "right", "small", "large",
        "mild", "acute", "chronic", "normal", "lung", "lungs", "clear", "heart", "size", "within", "limits", "pleural", "effusion",
        "pneumothorax", "evidence", "opacity", "nodule", "seen", "fracture", "edema", "stable", "unchanged", "new", "findings",
    ];

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="hidden">Width; a multiple of 4.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="positions">The longest input in tokens.</param>
    /// <returns>The folder.</returns>
    public static string Create(string folder, int seed = 1, int hidden = 16, int layers = 2, int positions = 48) =>
        RandomBert.Create(folder, Vocabulary(), seed, hidden, heads: 4, layers, positions);

    private static string[] Vocabulary()
    {
        // Single letters and their continuations, so that any ASCII word has tokens.
        var letters = Enumerable.Range('a', 26).Concat(Enumerable.Range('0', 10)).Select(c => ((char)c).ToString()).ToArray();
        return [.. Words, .. letters.Except(Words), .. letters.Select(letter => "##" + letter), "##ing"];
    }
}
