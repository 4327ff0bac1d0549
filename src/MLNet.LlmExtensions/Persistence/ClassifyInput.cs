using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>A text or a pair, and what says how to classify it. None of it is copied from row to row.</summary>
internal sealed class ClassifyInput
{
    [ColumnName(ClassifierColumns.Text)]
    public ReadOnlyMemory<char> Text { get; set; }

    /// <summary>The second text of a pair; for single texts the text again.</summary>
    [ColumnName(ClassifierColumns.TextPair)]
    public ReadOnlyMemory<char> TextPair { get; set; }

    [ColumnName(ClassifierColumns.State)]
    public ReadOnlyMemory<char> State { get; set; }

    /// <summary>The classifier in base 64; megabytes, read only when a state is met for the first time.</summary>
    [ColumnName(ClassifierColumns.Payload)]
    public ReadOnlyMemory<char> Payload { get; set; }
}
