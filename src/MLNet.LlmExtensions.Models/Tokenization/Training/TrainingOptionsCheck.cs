using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Training;

/// <summary>Checks what can be checked of the options without the texts.</summary>
internal static class TrainingOptionsCheck
{
    private const int MostTokens = Vocabulary.LargestId + 1;

    /// <exception cref="ArgumentException">A value is wrong; the message names the property.</exception>
    public static void Check(WordPieceTrainingOptions o, string parameterName) => Throw(
        nameof(WordPieceTrainingOptions),
        WhatAllHave(o)
            ?? Token(o.PadToken, nameof(o.PadToken))
            ?? Token(o.UnknownToken, nameof(o.UnknownToken))
            ?? Token(o.ClsToken, nameof(o.ClsToken))
            ?? Token(o.SepToken, nameof(o.SepToken))
            ?? Token(o.MaskToken, nameof(o.MaskToken))
            ?? (o.InitialAlphabet is null || !CodePoints.IsWellFormed(o.InitialAlphabet)
                ? $"{nameof(o.InitialAlphabet)} must be characters of valid Unicode"
                : null)
            ?? AlphabetLimit(o)
            ?? Prefix(o.ContinuingSubwordPrefix, nameof(o.ContinuingSubwordPrefix)),
        parameterName);

    /// <exception cref="ArgumentException">A value is wrong; the message names the property.</exception>
    public static void Check(ByteLevelBpeTrainingOptions o, string parameterName) => Throw(
        nameof(ByteLevelBpeTrainingOptions),
        WhatAllHave(o)
            ?? Token(o.EndOfTextToken, nameof(o.EndOfTextToken))
            ?? (o.PadToken is null ? null : Token(o.PadToken, nameof(o.PadToken)))
            ?? RoomForBytes(o),
        parameterName);

    private static void Throw(string options, string? wrong, string parameterName)
    {
        if (wrong is not null) throw new ArgumentException($"{options}.{wrong}.", parameterName);
    }

    private static string? WhatAllHave(TokenizerTrainingOptions o) =>
        (o.VocabularySize is < 1 or > MostTokens
            ? $"{nameof(o.VocabularySize)} is {o.VocabularySize}, but must be from 1 to {MostTokens}"
            : null)
        ?? AtLeastOne(o.MinimumFrequency, nameof(o.MinimumFrequency))
        ?? AtLeastOne(o.ModelMaximumLength ?? 1, nameof(o.ModelMaximumLength))
        ?? (o.AdditionalSpecialTokens is null
            ? $"{nameof(o.AdditionalSpecialTokens)} must not be null"
            : o.AdditionalSpecialTokens.Select(token => Token(token, nameof(o.AdditionalSpecialTokens)))
                .FirstOrDefault(wrong => wrong is not null));

    private static string? AtLeastOne(int value, string name) =>
        value < 1 ? $"{name} is {value}, but must be at least 1" : null;

    // vocab.txt has one token on each line.
    private static string? Token(string? token, string name) =>
        string.IsNullOrEmpty(token) || token.AsSpan().ContainsAny('\n', '\r') || !CodePoints.IsWellFormed(token)
            ? $"{name} must be text of valid Unicode without line breaks"
            : null;

    private static string? AlphabetLimit(WordPieceTrainingOptions o)
    {
        if (o.LimitAlphabet is not { } limit) return null;
        int initial = o.InitialAlphabet.EnumerateRunes().Distinct().Count();
        return AtLeastOne(limit, nameof(o.LimitAlphabet)) ?? (limit < initial
            ? $"{nameof(o.LimitAlphabet)} is {limit}, but {nameof(o.InitialAlphabet)} alone has {initial} characters"
            : null);
    }

    private static string? Prefix(string? prefix, string name) =>
        string.IsNullOrEmpty(prefix) || !prefix.EnumerateRunes().All(rune => CharacterClasses.IsPunctuation(rune.Value))
            ? $"{name} must be punctuation, at least one character"
            : null;

    private static string? RoomForBytes(ByteLevelBpeTrainingOptions o)
    {
        var tokens = o.AdditionalSpecialTokens.Append(o.EndOfTextToken).ToHashSet(StringComparer.Ordinal);
        if (o.PadToken is not null) tokens.Add(o.PadToken);
        foreach (char character in ByteLevelAlphabet.All) tokens.Add(character.ToString());
        return o.VocabularySize < tokens.Count
            ? $"{nameof(o.VocabularySize)} is {o.VocabularySize}, but the bytes and the special tokens alone are {tokens.Count} tokens"
            : null;
    }
}
