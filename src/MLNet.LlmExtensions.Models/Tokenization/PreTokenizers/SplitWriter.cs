using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;

/// <summary>
/// Turns the delimiters found in one piece, and what lies between them, into new pieces as a
/// <see cref="SplitBehavior"/> says. Give it the parts in order, without gaps, and then call <see cref="Finish"/>.
/// </summary>
internal struct SplitWriter(GrowList<Piece> output, Piece piece, SplitBehavior behavior)
{
    private int _start = -1; // of the part that is held back because the next one may join it
    private int _end;
    private bool _wasDelimiter;

    /// <summary>Takes the next part, in positions of the text.</summary>
    public void Add(int start, int end, bool isDelimiter)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                if (!isDelimiter) Emit(start, end);
                return;
            case SplitBehavior.Isolated:
                Emit(start, end);
                return;
        }

        if (_start >= 0 && Joins(isDelimiter))
        {
            _end = end;
        }
        else
        {
            Finish();
            _start = start;
            _end = end;
        }

        _wasDelimiter = isDelimiter;
    }

    /// <summary>Writes what was held back.</summary>
    public void Finish()
    {
        if (_start >= 0) Emit(_start, _end);
        _start = -1;
    }

    private readonly bool Joins(bool isDelimiter) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => isDelimiter && !_wasDelimiter,
        SplitBehavior.MergedWithNext => !isDelimiter && _wasDelimiter,
        _ => isDelimiter == _wasDelimiter,
    };

    private readonly void Emit(int start, int end)
    {
        if (end > start) output.Add(piece.Part(start, end - start));
    }
}
