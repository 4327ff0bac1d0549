using System.Runtime.CompilerServices;
using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>
/// The whole way from text to ids, in Hugging Face's order: added tokens that are looked for in the raw text; the
/// normalizer; added tokens that are looked for in the normalised text; the pre-tokenizers; the model.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class TokenizerPipeline
{
    private readonly NormalizerSequence? _normalizer;
    private readonly TextPreTokenizer? _preTokenizer;
    private readonly TokenDecoder? _decoder;
    private readonly AddedTokenMatcher? _rawMatcher;
    private readonly AddedTokenMatcher? _normalizedMatcher;
    private readonly Dictionary<int, AddedToken> _addedTokens;
    private readonly WorkspacePool _workspaces;

    public TokenizerPipeline(
        TextNormalizer? normalizer,
        TextPreTokenizer? preTokenizer,
        TokenModel model,
        Template template,
        TokenDecoder? decoder,
        IReadOnlyList<AddedToken> addedTokens)
    {
        _normalizer = normalizer is null ? null : normalizer as NormalizerSequence ?? new NormalizerSequence([normalizer]);
        _preTokenizer = preTokenizer;
        Model = model;
        Template = template;
        _decoder = decoder;
        _addedTokens = addedTokens.ToDictionary(token => token.Id);
        _rawMatcher = Matcher(addedTokens.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalizedMatcher = Matcher(addedTokens.Where(token => token.Normalized)
            .Select(token => (_normalizer?.Normalize(token.Content) ?? token.Content, token)));
        _workspaces = new WorkspacePool(() => model.GainsFromWordCache ? new WordCache() : null);
        VocabularySize = Math.Max(
            model.Vocabulary.Size, addedTokens.Count == 0 ? 0 : addedTokens.Max(token => token.Id) + 1);
    }

    public TokenModel Model { get; }

    public Template Template { get; }

    /// <summary>The highest id plus one.</summary>
    public int VocabularySize { get; }

    public NormalizerSequence? Normalizer => _normalizer;

    public TextPreTokenizer? PreTokenizer => _preTokenizer;

    /// <summary>The tokens that are looked for in the text itself.</summary>
    public IReadOnlyCollection<AddedToken> AddedTokens => _addedTokens.Values;

    /// <summary>The id of a token's text, added tokens first.</summary>
    public int? IdOf(string token)
    {
        foreach (var added in _addedTokens.Values)
        {
            if (added.Content == token) return added.Id;
        }

        return Model.Vocabulary.TryGetId(token, out int id) ? id : null;
    }

    /// <summary>Appends the ids of a text, without special tokens.</summary>
    public void Encode(ReadOnlySpan<char> text, TokenBuffer destination, EncodeOptions options = default)
    {
        var workspace = _workspaces.Rent();
        try
        {
            Encode(CodePoints.WellFormed(text, workspace.WellFormed), destination, options, workspace);
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }

    /// <summary>The pieces into which a text, already normalised, is split.</summary>
    public Piece[] Split(ReadOnlySpan<char> normalizedText)
    {
        var workspace = _workspaces.Rent();
        try
        {
            var pieces = new PreTokenization(CodePoints.WellFormed(normalizedText, workspace.WellFormed), startsInput: true, workspace);
            _preTokenizer?.Apply(ref pieces);
            return pieces.Pieces.ToArray();
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }

    /// <summary>The text of ids; ids that no token has are passed over.</summary>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        var tokens = new List<string>();
        foreach (int id in ids)
        {
            if (_addedTokens.TryGetValue(id, out var added))
            {
                if (!skipSpecialTokens || !added.Special) tokens.Add(added.Content);
            }
            else if (Model.Vocabulary.TokenOf(id) is { } token)
            {
                tokens.Add(token);
            }
        }

        if (_decoder is null) return string.Join(' ', tokens);
        return tokens.Count == 0 ? "" : string.Concat(_decoder.Decode(tokens));
    }

    private static AddedTokenMatcher? Matcher(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        var list = tokens.ToList();
        return list.Count == 0 ? null : new AddedTokenMatcher(list);
    }

    private void Encode(ReadOnlySpan<char> text, TokenBuffer destination, EncodeOptions options, Workspace workspace)
    {
        var matches = workspace.RawMatches;
        matches.Clear();
        _rawMatcher?.FindMatches(text, matches);

        int position = 0;
        foreach (var match in matches.Span)
        {
            EncodeSegment(Between(text, position, match.Range.Start), position == 0, destination, options, workspace);
            AddMatch(text, match, destination, options.Trace);
            position = match.Range.End;
        }

        EncodeSegment(Between(text, position, text.Length), position == 0, destination, options, workspace);
    }

    private void EncodeSegment(
        ReadOnlySpan<char> segment, bool startsInput, TokenBuffer destination, EncodeOptions options, Workspace workspace)
    {
        if (segment.IsEmpty) return;

        var text = _normalizer is null || options.SkipNormalization ? segment : _normalizer.Apply(segment, workspace);
        var matches = workspace.NormalizedMatches;
        matches.Clear();
        _normalizedMatcher?.FindMatches(text, matches);

        int position = 0;
        foreach (var match in matches.Span)
        {
            EncodeText(
                Between(text, position, match.Range.Start), startsInput && position == 0, destination, options, workspace);
            AddMatch(text, match, destination, options.Trace);
            position = match.Range.End;
        }

        EncodeText(Between(text, position, text.Length), startsInput && position == 0, destination, options, workspace);
    }

    private void EncodeText(
        ReadOnlySpan<char> text, bool startsInput, TokenBuffer destination, EncodeOptions options, Workspace workspace)
    {
        if (text.IsEmpty) return;

        var pieces = new PreTokenization(text, startsInput, workspace);
        if (!options.SkipPreTokenization) _preTokenizer?.Apply(ref pieces);
        foreach (var piece in pieces.Pieces)
        {
            int before = destination.Count;
            Tokenize(pieces.TextOf(piece), destination, workspace);
            options.Trace?.AddPiece(pieces.TextOf(piece), piece, text, destination, before, Model, WritesBytes(options));
        }

        options.Trace?.EndText(text);
    }

    private bool WritesBytes(EncodeOptions options) =>
        !options.SkipPreTokenization && _preTokenizer is { WritesBytes: true };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace)
    {
        if (workspace.WordCache is { } cache && piece.Length <= WordCache.LongestWord)
        {
            uint hash = WordCache.Hash(piece);
            if (cache.TryGet(piece, hash, destination)) return;

            var tokens = workspace.WordTokens;
            tokens.Clear();
            Model.Tokenize(piece, tokens, workspace);
            cache.Set(piece, hash, tokens.Ids, tokens.Lengths);
            destination.AddRange(tokens.Ids, tokens.Lengths);
            return;
        }

        Model.Tokenize(piece, destination, workspace);
    }

    private static void AddMatch(ReadOnlySpan<char> text, AddedTokenMatch match, TokenBuffer destination, TokenTrace? trace)
    {
        destination.Add(match.Id, match.Range.Length);
        trace?.AddAddedToken(text[match.Range.Start..match.Range.End]);
    }

    // Matches may overlap where one takes white space that is itself an added token.
    private static ReadOnlySpan<char> Between(ReadOnlySpan<char> text, int start, int end) =>
        start < end ? text[start..end] : default;
}
