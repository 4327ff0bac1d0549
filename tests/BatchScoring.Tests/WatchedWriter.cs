namespace BatchScoring.Tests;

/// <summary>Does something, once, when a text is written.</summary>
internal sealed class WatchedWriter(string text, Action action) : StringWriter
{
    private bool _done;

    public override void Write(string? value)
    {
        base.Write(value);

        // A text may come in pieces.
        if (_done || !ToString().Contains(text, StringComparison.Ordinal))
            return;
        _done = true;
        action();
    }
}
