using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Models;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads added tokens and gives them their ids.</summary>
internal static class AddedTokenReader
{
    private const int MostTokens = 1_000_000;

    /// <summary>Reads the list of <c>tokenizer.json</c>.</summary>
    public static List<AddedToken> ReadList(JsonValue list)
    {
        var tokens = new List<AddedToken>();
        if (!list.Exists) return tokens;
        if (list.ItemCount() > MostTokens)
            throw list.Invalid($"has {list.ItemCount()} items; at most {MostTokens} are read");

        var owners = new Dictionary<int, string>();
        foreach (var item in list.Items())
        {
            var token = Read(item, item["id"].Integer(0, Vocabulary.LargestId));
            if (!owners.TryAdd(token.Id, token.Content) && owners[token.Id] != token.Content)
                throw item.Invalid($"has the id {token.Id} of another added token");
            tokens.Add(token);
        }

        return tokens;
    }

    public static AddedToken Read(JsonValue token, int id)
    {
        bool special = token["special"].Flag(defaultValue: false);
        return new AddedToken
        {
            Content = token["content"].Text(),
            Id = id,
            SingleWord = token["single_word"].Flag(defaultValue: false),
            StripLeft = token["lstrip"].Flag(defaultValue: false),
            StripRight = token["rstrip"].Flag(defaultValue: false),
            Normalized = token["normalized"].Flag(defaultValue: !special),
            Special = special,
        };
    }

    /// <summary>
    /// Gives each token the id that Hugging Face's library would: the vocabulary's own where it has the text, otherwise
    /// the next one after the vocabulary, whatever the file says.
    /// </summary>
    public static List<AddedToken> AssignIds(IEnumerable<AddedToken> tokens, Vocabulary vocabulary)
    {
        var assigned = new List<AddedToken>();
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        int next = vocabulary.Count;
        foreach (var token in tokens.Where(token => token.Content.Length > 0))
        {
            if (positions.TryGetValue(token.Content, out int position))
            {
                assigned[position] = token with { Id = assigned[position].Id };
                continue;
            }

            positions.Add(token.Content, assigned.Count);
            int id = vocabulary.TryGetId(token.Content, out int known) ? known : next++;
            assigned.Add(token with { Id = id });
        }

        return assigned;
    }
}
