using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Models;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>The added tokens of a tokenizer that comes in the older files, which do not list them.</summary>
internal static class LegacyAddedTokens
{
    /// <summary>
    /// What <c>added_tokens_decoder</c> lists, and otherwise the tokens that play a part, as transformers adds them.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <param name="further">Tokens that the vocabulary file itself marks as special or as the user's.</param>
    /// <param name="maskTakesSpace">Whether the mask token takes the space before it along, unless the files say otherwise.</param>
    public static IReadOnlyList<AddedToken> Read(
        TokenizerSettings settings,
        Vocabulary vocabulary,
        IEnumerable<AddedToken>? further = null,
        bool maskTakesSpace = false)
    {
        var tokens = settings.AddedTokens().OrderBy(token => token.Id).ToList();
        var known = tokens.Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        foreach (var (role, content, description) in settings.RoleTokens())
        {
            if (!known.Add(content)) continue;
            tokens.Add(description.IsObject
                ? AddedTokenReader.Read(description, id: 0) with { Special = true }
                : new AddedToken
                {
                    Content = content,
                    Id = 0,
                    Special = true,
                    StripLeft = maskTakesSpace && role == "mask_token",
                });
        }

        tokens.AddRange((further ?? []).Where(token => known.Add(token.Content)));
        return AddedTokenReader.AssignIds(tokens, vocabulary);
    }

    /// <summary>A token that plays a part, with its id, which the vocabulary or the added tokens must have.</summary>
    public static (string Token, int Id) Required(
        TokenizerSettings settings, string role, string defaultToken, Vocabulary vocabulary, IReadOnlyList<AddedToken> added)
    {
        string token = settings.RoleToken(role) ?? defaultToken;
        if (added.FirstOrDefault(entry => entry.Content == token) is { } entry) return (token, entry.Id);
        return vocabulary.TryGetId(token, out int id)
            ? (token, id)
            : throw new InvalidDataException($"The vocabulary in '{settings.Folder}' has no token for '{role}' ('{token}').");
    }
}
