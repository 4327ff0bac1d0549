namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>
/// A text on its way through the pre-tokenizers: what it looks like now, and the pieces into which it is split so far.
/// A pre-tokenizer reads <see cref="Pieces"/>, calls <see cref="Emit"/> for each piece that it makes of them, and then
/// <see cref="Commit"/> (or <see cref="CommitRewritten"/>, where it has written a new text).
/// </summary>
internal ref struct PreTokenization
{
    private readonly Workspace _workspace;
    private GrowList<Piece> _pieces;
    private GrowList<Piece> _next;
    private CharBuffer _rewritten;
    private CharBuffer _spare;

    public PreTokenization(ReadOnlySpan<char> text, bool startsInput, Workspace workspace)
    {
        Text = text;
        StartsInput = startsInput;
        _workspace = workspace;
        _pieces = workspace.Pieces;
        _next = workspace.NextPieces;
        _rewritten = workspace.Rewritten;
        _spare = workspace.NextRewritten;
        _pieces.Clear();
        _next.Clear();
        if (!text.IsEmpty) _pieces.Add(new Piece(0, text.Length, 0, text.Length));
    }

    /// <summary>The text as the last pre-tokenizer left it.</summary>
    public ReadOnlySpan<char> Text { get; private set; }

    /// <summary>Whether the text stands at the very start of what the caller wants encoded.</summary>
    public bool StartsInput { get; }

    /// <summary>The pieces so far, none of them empty.</summary>
    public readonly ReadOnlySpan<Piece> Pieces => _pieces.Span;

    /// <summary>Where <see cref="Emit"/> puts the new pieces.</summary>
    public readonly GrowList<Piece> Output => _next;

    /// <summary>A scratch list for the matches of a pattern.</summary>
    public readonly GrowList<TextRange> Matches => _workspace.Matches;

    /// <summary>The text that a rewriting pre-tokenizer is writing.</summary>
    public readonly CharBuffer Rewritten => _spare;

    public readonly ReadOnlySpan<char> TextOf(Piece piece) => Text.Slice(piece.Start, piece.Length);

    /// <summary>Whether the piece stands at the very start of what the caller wants encoded.</summary>
    public readonly bool IsFirst(Piece piece) => StartsInput && piece.SourceStart == 0;

    /// <summary>Adds a piece to the result; empty ones vanish.</summary>
    public readonly void Emit(Piece piece)
    {
        if (piece.Length > 0) _next.Add(piece);
    }

    /// <summary>The emitted pieces become the current ones.</summary>
    public void Commit()
    {
        (_pieces, _next) = (_next, _pieces);
        _next.Clear();
    }

    /// <summary>The emitted pieces become the current ones, and what was written to <see cref="Rewritten"/> the text.</summary>
    public void CommitRewritten()
    {
        Commit();
        (_rewritten, _spare) = (_spare, _rewritten);
        _spare.Clear();
        Text = _rewritten.Span;
    }
}
