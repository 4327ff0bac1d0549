namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>The texts of a model's tokens and their ids, both ways. Immutable once it is filled.</summary>
internal sealed class Vocabulary
{
    /// <summary>Larger ids are refused: no model has them, and a table by id must fit into memory.</summary>
    public const int LargestId = (1 << 22) - 1;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private string?[] _tokens;

    public Vocabulary(int capacity = 0)
    {
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new string?[capacity];
    }

    /// <summary>How many different texts there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The highest id plus one.</summary>
    public int Size { get; private set; }

    /// <summary>The tokens with their ids, in no particular order.</summary>
    public IEnumerable<KeyValuePair<string, int>> Tokens => _ids;

    /// <summary>The id of a text.</summary>
    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _lookup.TryGetValue(token, out id);

    /// <summary>The text of an id, or null.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)Size ? _tokens[id] : null;

    /// <summary>Adds a token.</summary>
    /// <exception cref="InvalidDataException">The id is out of range, or the id or the text is there already.</exception>
    public void Add(string token, int id)
    {
        if (id is < 0 or > LargestId)
            throw new InvalidDataException($"Token id {id} is outside 0 to {LargestId}.");
        if (TokenOf(id) is not null) throw new InvalidDataException($"Token id {id} is used twice.");
        if (!_ids.TryAdd(token, id))
            throw new InvalidDataException($"The token with id {id} has the text of another one.");
        SetToken(id, token);
    }

    /// <summary>Adds a token; where its text is there already, the text keeps the later id, as in SentencePiece files.</summary>
    public void AddOrReplace(string token, int id)
    {
        _ids[token] = id;
        SetToken(id, token);
    }

    private void SetToken(int id, string token)
    {
        if (id >= _tokens.Length) Array.Resize(ref _tokens, Math.Max(id + 1, 2 * _tokens.Length));
        _tokens[id] = token;
        Size = Math.Max(Size, id + 1);
    }
}
