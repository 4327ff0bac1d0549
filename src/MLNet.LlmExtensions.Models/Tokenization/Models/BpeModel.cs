using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.Unicode;

namespace MLNet.LlmExtensions.Models.Tokenization.Models;

/// <summary>
/// Byte-pair encoding (Sennrich et al. 2016): starts from single characters and carries out the merge with the lowest
/// rank, the leftmost first, until none is left.
/// </summary>
internal sealed class BpeModel : TokenModel
{
    // Up to here a plain search for the best merge is quicker than a queue.
    private const int LongestSimplePiece = 48;

    /// <summary>A prefix or suffix may have this many characters.</summary>
    public const int LongestAffix = 100;

    private const int LongestAffixedCharacter = 2 * LongestAffix + 2;
    private const int MostUtf8Bytes = 3; // for one UTF-16 unit
    private const int FirstDirectCharacters = 0x250; // Latin, and the byte-level alphabet

    // What may stand in the place of a symbol's id.
    private const int Unknown = -1;
    private const int WrittenAsBytes = -2;

    private readonly MergeTable _merges;
    private readonly BpeOptions _options;
    private readonly ByteFallback? _byteFallback;
    private readonly int[] _directIds;
    private readonly bool _hasAffixes;

    public BpeModel(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
    {
        Vocabulary = vocabulary;
        _merges = merges;
        _options = options;
        _byteFallback = options.ByteFallback ? new ByteFallback(vocabulary) : null;
        _hasAffixes = options.ContinuationPrefix.Length + options.EndOfWordSuffix.Length > 0;
        _directIds = new int[FirstDirectCharacters];
        for (int c = 0; c < _directIds.Length; c++)
            _directIds[c] = vocabulary.TryGetId([(char)c], out int id) ? id : -1;
    }

    public override Vocabulary Vocabulary { get; }

    public override int? UnknownId => _options.UnknownId;

    public override bool GainsFromWordCache => true;

    public override void Tokenize(ReadOnlySpan<char> piece, TokenBuffer destination, Workspace workspace)
    {
        if (_options.IgnoreMerges && Vocabulary.TryGetId(piece, out int id))
        {
            destination.Add(id, piece.Length);
            return;
        }

        AddSymbols(piece, workspace.Symbols);
        var symbols = workspace.Symbols.Span;
        if (symbols.Length <= LongestSimplePiece) MergeShort(symbols);
        else MergeLong(symbols, workspace.MergeQueue);

        foreach (var symbol in symbols)
        {
            if (!symbol.IsGone) destination.Add(symbol.Id, symbol.Length);
        }
    }

    private void AddSymbols(ReadOnlySpan<char> piece, GrowList<MergeSymbol> symbols)
    {
        symbols.Clear();
        int unknownLength = 0; // of the unknown symbol that is not written yet, because the next may fuse with it
        for (int i = 0, length; i < piece.Length; i += length)
        {
            length = CodePoints.LengthAt(piece, i);
            int id = SymbolId(piece.Slice(i, length), isFirst: i == 0, isLast: i + length == piece.Length, symbols);
            switch (id)
            {
                case WrittenAsBytes:
                    continue;
                case Unknown when _options.UnknownId is null:
                    continue;
                case Unknown:
                    if (unknownLength > 0 && !_options.FuseUnknown) FlushUnknown(symbols, ref unknownLength);
                    unknownLength += length;
                    continue;
            }

            FlushUnknown(symbols, ref unknownLength);
            Add(symbols, id, length);
        }

        FlushUnknown(symbols, ref unknownLength);
    }

    private int SymbolId(ReadOnlySpan<char> character, bool isFirst, bool isLast, GrowList<MergeSymbol> symbols)
    {
        if (!_hasAffixes)
        {
            int direct = character[0] < _directIds.Length ? _directIds[character[0]] : Unknown;
            if (direct >= 0 || Vocabulary.TryGetId(character, out direct)) return direct;
            return TryAddBytes(character, character.Length, symbols) ? WrittenAsBytes : Unknown;
        }

        Span<char> affixed = stackalloc char[LongestAffixedCharacter];
        int length = 0;
        if (!isFirst) Append(_options.ContinuationPrefix, affixed, ref length);
        Append(character, affixed, ref length);
        if (isLast) Append(_options.EndOfWordSuffix, affixed, ref length);
        var symbol = affixed[..length];
        if (Vocabulary.TryGetId(symbol, out int id)) return id;
        return TryAddBytes(symbol, character.Length, symbols) ? WrittenAsBytes : Unknown;
    }

    private static void Append(ReadOnlySpan<char> text, Span<char> destination, ref int length)
    {
        text.CopyTo(destination[length..]);
        length += text.Length;
    }

    private bool TryAddBytes(ReadOnlySpan<char> symbol, int length, GrowList<MergeSymbol> symbols)
    {
        if (_byteFallback is null) return false;
        Span<int> ids = stackalloc int[MostUtf8Bytes * symbol.Length];
        if (!_byteFallback.TryGetIds(symbol, ids, out int count)) return false;

        // The last byte stands for the whole character: a cut between bytes does not take it along.
        for (int i = 0; i < count; i++) Add(symbols, ids[i], i == count - 1 ? length : 0);
        return true;
    }

    private void FlushUnknown(GrowList<MergeSymbol> symbols, ref int length)
    {
        if (length > 0) Add(symbols, _options.UnknownId.GetValueOrDefault(), length);
        length = 0;
    }

    private static void Add(GrowList<MergeSymbol> symbols, int id, int length)
    {
        int index = symbols.Count;
        if (index > 0) symbols.Span[index - 1].Next = index;
        symbols.Add(new MergeSymbol { Id = id, Previous = index - 1, Next = -1, Length = length });
    }

    private void MergeShort(Span<MergeSymbol> symbols)
    {
        for (int i = 0; i < symbols.Length; i++) symbols[i].Rank = RankAt(symbols, i);

        while (true)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            for (int i = 0; i >= 0 && i < symbols.Length; i = symbols[i].Next)
            {
                if (symbols[i].Rank >= bestRank) continue;
                bestRank = symbols[i].Rank;
                best = i;
            }

            if (best < 0) return;
            Merge(symbols, best);
            symbols[best].Rank = RankAt(symbols, best);
            int previous = symbols[best].Previous;
            if (previous >= 0) symbols[previous].Rank = RankAt(symbols, previous);
        }
    }

    private void MergeLong(Span<MergeSymbol> symbols, GrowList<long> queue)
    {
        queue.Clear();
        for (int i = 0; i < symbols.Length; i++) Enqueue(symbols, i, queue);

        while (queue.Count > 0)
        {
            long entry = MinimumHeap.Pop(queue);
            int position = (int)entry;
            int rank = (int)(entry >> 32);
            if (symbols[position].IsGone || symbols[position].Rank != rank) continue; // an older state of the pair

            Merge(symbols, position);
            Enqueue(symbols, position, queue);
            int previous = symbols[position].Previous;
            if (previous >= 0) Enqueue(symbols, previous, queue);
        }
    }

    private void Enqueue(Span<MergeSymbol> symbols, int position, GrowList<long> queue)
    {
        int rank = RankAt(symbols, position);
        symbols[position].Rank = rank;
        if (rank != int.MaxValue) MinimumHeap.Push(queue, ((long)rank << 32) | (uint)position);
    }

    private int RankAt(Span<MergeSymbol> symbols, int position)
    {
        int next = symbols[position].Next;
        if (next < 0) return int.MaxValue;
        _merges.TryGet(symbols[position].Id, symbols[next].Id, out int rank, out _);
        return rank;
    }

    private void Merge(Span<MergeSymbol> symbols, int position)
    {
        ref var left = ref symbols[position];
        ref var right = ref symbols[left.Next];
        _merges.TryGet(left.Id, right.Id, out _, out int mergedId);
        left.Id = mergedId;
        left.Length += right.Length;
        right.IsGone = true;
        left.Next = right.Next;
        if (right.Next >= 0) symbols[right.Next].Previous = position;
    }
}
